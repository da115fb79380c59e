using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Shared.Pages;

/// <summary>
/// Metadata of a page or form: what it takes to use it. The services decide again.
/// </summary>
/// <param name="Scope">Null where being signed in is enough.</param>
public sealed record PageAccess(string? Scope)
{
    /// <summary>
    /// What it takes at an address; one that does not say is the administrators'.
    /// </summary>
    internal static string? Of(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<PageAccess>() is { } access
            ? access.Scope
            : Scopes.Admin;
}

internal static class PageAccessExtensions
{
    /// <summary>Pages and forms that take a scope.</summary>
    public static RouteGroupBuilder For(this RouteGroupBuilder pages, string scope) =>
        pages.MapGroup("").WithMetadata(new PageAccess(scope));

    /// <summary>Pages and forms for everybody signed in.</summary>
    public static RouteGroupBuilder ForEverybody(this RouteGroupBuilder pages) =>
        pages.MapGroup("").WithMetadata(new PageAccess(null));
}
