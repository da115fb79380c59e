namespace Pir.Web.Shared.Layout;

/// <summary>Something the palette offers to do.</summary>
/// <param name="Id">Of its element.</param>
/// <param name="Words">More words to find it by, besides its text.</param>
/// <param name="Href">Where it leads; null where a script does it.</param>
/// <param name="Do">The script's command.</param>
/// <param name="Key">The key that does the same.</param>
/// <param name="Scope">What the viewer must hold; null for everybody signed in.</param>
internal sealed record PaletteCommand(
    string Id,
    string Icon,
    string Text,
    string Words,
    string? Href = null,
    string? Do = null,
    string? Key = null,
    string? Scope = null
);
