using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Shared.Pages;

/// <summary>What it takes to open a page or to send its forms, as the host's permission matrix says. The services decide again.</summary>
/// <param name="Scopes">By method and route pattern, such as <c>POST /sources</c>. What is not listed is open to everybody signed in.</param>
public sealed record PageNeeds(IReadOnlyDictionary<string, string> Scopes)
{
    /// <summary>For a host that has no matrix.</summary>
    public static PageNeeds None { get; } = new(new Dictionary<string, string>());

    /// <summary>The scope the page at this address takes; null where being signed in is enough.</summary>
    /// <param name="address">Method and route pattern.</param>
    public string? Of(string address) => Scopes.GetValueOrDefault(address);

    internal string? Of(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint page
            ? Of($"{MethodOf(http.Request)} /{page.RoutePattern.RawText?.Trim('/')}")
            : null;

    // Routing does not look at the case of a method; neither may this.
    private static string MethodOf(HttpRequest request) =>
        HttpMethods.GetCanonicalizedValue(request.Method.ToUpperInvariant());
}
