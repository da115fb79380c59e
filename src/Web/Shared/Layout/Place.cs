using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Shared.Layout;

/// <summary>
/// A place in the product: the navigation, palette, shortcuts and legend list these.
/// </summary>
/// <param name="Group">Title over its group in the navigation; empty for the first one.</param>
/// <param name="Key">The key after <c>g</c> that goes there, if any.</param>
/// <param name="Scope">
/// What the viewer must hold for the place to be offered; null for everybody signed in.
/// </param>
/// <param name="Under">Addresses that belong to the place although they start otherwise.</param>
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
    /// <summary>Found by the palette, and out of the navigation's way.</summary>
    public bool IsAside { get; init; }

    /// <summary>
    /// What <c>aria-current</c> says of a link to this place: the page itself, something below it,
    /// or nothing.
    /// </summary>
    public string? Current(string path) =>
        path == Href ? "page"
        : (Href != "/" && IsBelow(path, Href)) || Array.Exists(Under, u => IsBelow(path, u))
            ? "true"
        : null;

    private static bool IsBelow(string path, string place) =>
        path.StartsWith(place + "/", StringComparison.Ordinal);
}

/// <summary>
/// The places and commands this viewer is offered, in the order of the navigation.
/// </summary>
internal sealed class Places(Viewer viewer, KnownPages known)
{
    public IReadOnlyList<Place> Offered { get; } =
    [
        .. WebFeatures.Places.Where(p =>
            (p.Scope is null || viewer.Can(p.Scope)) && known.Contains(p.Href)
        ),
    ];

    /// <summary>What the palette offers to do.</summary>
    public IReadOnlyList<PaletteCommand> Commands { get; } =
    [.. WebFeatures.Commands.Where(c => c.Scope is null || viewer.Can(c.Scope))];
}

/// <summary>
/// The pages that the host has mapped. A host may leave some out, and links to missing pages are
/// hidden.
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
