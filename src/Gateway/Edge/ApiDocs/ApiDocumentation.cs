using System.IO.Compression;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.FileProviders;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Pir.Gateway.Edge.ApiDocs;

/// <summary>
/// What the page <c>/docs/api</c> shows: the documents of all services, and the scripts and styles
/// that draw them, for those who are signed in.
/// </summary>
internal static class ApiDocumentation
{
    private const string Path = "/docs/api";

    public sealed record Document(string Name, string Url);

    public sealed record Documents(IReadOnlyList<Document> Urls, string? AntiforgeryToken);

    public static void MapApiDocumentation(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Path).RequireAuthorization().ExcludeFromDescription();
        pages.MapGet("/start.js", () => Own("start.js", "text/javascript; charset=utf-8"));
        pages.MapGet("/start.css", () => Own("start.css", "text/css; charset=utf-8"));
        pages.MapGet("/documents.json", List);
        // The package has its own page, which would need inline scripts for our purposes. We only
        // use its files.
        var files = new EmbeddedFileProvider(
            typeof(SwaggerUIOptions).Assembly,
            "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist"
        );
        pages.MapGet("/{file}", (string file, HttpContext http) => Packaged(files, file, http));
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

    private static IResult Packaged(EmbeddedFileProvider files, string name, HttpContext http)
    {
        var contentType = System.IO.Path.GetExtension(name) switch
        {
            ".css" => "text/css",
            ".js" => "text/javascript",
            ".png" => "image/png",
            _ => null,
        };
        var file = files.GetFileInfo(name);
        if (contentType is null || !file.Exists)
        {
            return TypedResults.NotFound();
        }

        // The package embeds its files compressed.
        var content = new GZipStream(file.CreateReadStream(), CompressionMode.Decompress);
        http.Response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.Stream(content, contentType);
    }
}
