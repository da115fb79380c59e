namespace Pir.Web.Shared.Layout;

/// <summary>
/// A keyboard shortcut. The legend lists this table and the script reads its keys from the legend,
/// so that both always agree.
/// </summary>
/// <param name="Group">Heading in the legend.</param>
/// <param name="Keys">
/// The keys to press, one after the other or, with <paramref name="IsChord"/>, at the same time.
/// </param>
/// <param name="Command">
/// Name of the command in <c>keys.js</c>; null if the browser or another script handles it.
/// </param>
internal sealed record Shortcut(
    string Group,
    string[] Keys,
    string Text,
    string? Command = null,
    bool IsChord = false
)
{
    private const string Everywhere = "Everywhere";
    private const string Walking = "Lists and timelines";

    private static readonly Shortcut[] Fixed =
    [
        new(Everywhere, ["Ctrl", "K"], "Search and commands", null, true),
        new(Everywhere, ["/"], "Search", "search"),
        new(
            Everywhere,
            ["c"],
            "Capture an entry, a note or an action, or else open an incident",
            "capture"
        ),
        new(Everywhere, ["?"], "Show this list", "legend"),
        new(Everywhere, ["Esc"], "Leave a field or close a dialog"),
        new(Walking, ["j"], "Next item", "next"),
        new(Walking, ["k"], "Previous item", "previous"),
        new(Walking, ["Enter"], "Open the item"),
        new(Walking, ["s"], "Mark or unmark the entry for the review", "mark"),
        new(Walking, ["i"], "Add an entry before this one", "insert"),
    ];

    /// <summary>
    /// All shortcuts of the viewer: the fixed ones and the ones that open a place.
    /// </summary>
    public static IEnumerable<Shortcut> For(Places places) =>
        Fixed.Concat(
            places
                .Offered.Where(p => p.Key is not null)
                .Select(p => new Shortcut("Go to", ["g", $"{p.Key}"], p.Text, p.Href))
        );
}
