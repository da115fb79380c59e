namespace Pir.Web.Shared.Layout;

/// <summary>A command in the palette.</summary>
/// <param name="Id">Id of its element.</param>
/// <param name="Words">More search words, besides its text.</param>
/// <param name="Href">The link; null if a script runs the command.</param>
/// <param name="Do">Name of the script's command.</param>
/// <param name="Key">The shortcut for the command.</param>
/// <param name="Scope">The required scope; null for everybody who is signed in.</param>
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
