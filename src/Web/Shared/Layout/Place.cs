using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Shared.Layout;

/// <summary>
/// A place in the product, listed in the navigation, the palette, the shortcuts and the legend.
/// </summary>
/// <param name="Group">Title of its group in the navigation; empty for the first group.</param>
/// <param name="Key">The key after <c>g</c> that opens it, if any.</param>
/// <param name="Scope">
/// The scope required to offer the place; null for everybody who is signed in.
/// </param>
/// <param name="Under">Addresses that belong to the place although they start differently.</param>
internal sealed record Place(
    string Group,
    string Href,
    string Icon,
    string Text,
    char? Key = null,
    string? Scope = null,
    params string[] Under
)
{
    /// <summary>Whether it is only in the palette and not in the navigation.</summary>
    public bool IsAside { get; init; }

    /// <summary>
    /// The value of <c>aria-current</c> for a link to this place: the page itself, something below
    /// it, or nothing.
    /// </summary>
    public string? Current(string path) =>
        path == Href ? "page"
        : (Href != "/" && IsBelow(path, Href)) || Array.Exists(Under, u => IsBelow(path, u))
            ? "true"
        : null;

    private static bool IsBelow(string path, string place) =>
        path.StartsWith(place + "/", StringComparison.Ordinal);
}

/// <summary>The places and commands for this viewer, in the order of the navigation.</summary>
internal sealed class Places(Viewer viewer, KnownPages known)
{
    public IReadOnlyList<Place> Offered { get; } =
    [
        .. WebFeatures.Places.Where(p =>
            (p.Scope is null || viewer.Can(p.Scope)) && known.Contains(p.Href)
        ),
    ];

    /// <summary>The commands in the palette.</summary>
    public IReadOnlyList<PaletteCommand> Commands { get; } =
    [.. WebFeatures.Commands.Where(c => c.Scope is null || viewer.Can(c.Scope))];
}

/// <summary>
/// The pages that the host has mapped. A host may omit some. Links to missing pages are hidden.
/// </summary>
internal sealed class KnownPages(EndpointDataSource endpoints)
{
    private readonly Lazy<HashSet<string>> _paths = new(() =>
        [
            .. endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Select(e => "/" + e.RoutePattern.RawText?.Trim('/')),
        ]
    );

    public bool Contains(string path) => _paths.Value.Contains(path);
}
