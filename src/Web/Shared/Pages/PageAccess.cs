using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// Metadata of a page or form: the scope it requires. The services check access again.
/// </summary>
/// <param name="Scope">Null if being signed in is enough.</param>
public sealed record PageAccess(string? Scope)
{
    /// <summary>
    /// The access that an address requires. Without a declaration, administrators only.
    /// </summary>
    internal static string? Of(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<PageAccess>() is { } access
            ? access.Scope
            : Scopes.Admin;
}

internal static class PageAccessExtensions
{
    /// <summary>Pages and forms that require a scope.</summary>
    public static RouteGroupBuilder For(this RouteGroupBuilder pages, string scope) =>
        pages.MapGroup("").WithMetadata(new PageAccess(scope));

    /// <summary>Pages and forms for everybody who is signed in.</summary>
    public static RouteGroupBuilder ForEverybody(this RouteGroupBuilder pages) =>
        pages.MapGroup("").WithMetadata(new PageAccess(null));
}
