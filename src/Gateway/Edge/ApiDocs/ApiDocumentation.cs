using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.FileProviders;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Pir.Gateway.Edge.ApiDocs;

/// <summary>One page with the documents of all services, at <c>/docs/api</c>, for those who are signed in.</summary>
internal static class ApiDocumentation
{
    private const string Path = "/docs/api";

    public sealed record Document(string Name, string Url);

    public sealed record Documents(IReadOnlyList<Document> Urls, string? AntiforgeryToken);

    public static void MapApiDocumentation(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Path).RequireAuthorization().ExcludeFromDescription();
        pages.MapGet("", () => Own("index.html", "text/html; charset=utf-8"));
        pages.MapGet("/start.js", () => Own("start.js", "text/javascript; charset=utf-8"));
        pages.MapGet("/documents.json", List);
        // The package serves its files with a page of its own; we take the files alone, the page would need inline scripts for what we want of it.
        var files = new EmbeddedFileProvider(
            typeof(SwaggerUIOptions).Assembly,
            "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist"
        );
        pages.MapGet("/{file}", (string file) => Packaged(files, file));
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<Documents> List(
        HttpContext http,
        IAntiforgery antiforgery
    )
    {
        string[] services = [.. ServiceClients.Services, GatewayModule.ServiceName];
        var token =
            Identity.GatewaySchemes.SchemeOf(http) == Identity.GatewaySchemes.Cookie
                ? antiforgery.GetAndStoreTokens(http).RequestToken
                : null;
        return TypedResults.Ok(
            new Documents([.. services.Select(s => new Document(s, $"/openapi/{s}.json"))], token)
        );
    }

    private static Microsoft.AspNetCore.Http.HttpResults.FileStreamHttpResult Own(
        string name,
        string contentType
    ) =>
        TypedResults.Stream(
            typeof(ApiDocumentation).Assembly.GetManifestResourceStream(
                $"{typeof(ApiDocumentation).Namespace}.{name}"
            )!,
            contentType
        );

    private static IResult Packaged(EmbeddedFileProvider files, string name)
    {
        var contentType = System.IO.Path.GetExtension(name) switch
        {
            ".css" => "text/css",
            ".js" => "text/javascript",
            ".png" => "image/png",
            _ => null,
        };
        var file = files.GetFileInfo(name);
        return contentType is null || !file.Exists
            ? TypedResults.NotFound()
            : TypedResults.Stream(
                file.CreateReadStream(),
                contentType,
                lastModified: file.LastModified
            );
    }
}
