namespace Pir.Web.Shared.Layout;

/// <summary>
/// A keyboard shortcut. The legend lists this table and the script reads its keys from the legend,
/// so that both always agree.
/// </summary>
/// <param name="Group">Heading in the legend.</param>
/// <param name="Keys">
/// What is pressed, one after the other or, where <paramref name="IsChord"/>, at once.
/// </param>
/// <param name="Command">
/// Name of the command in <c>keys.js</c>; null where the browser itself or another script does it.
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
        new(Everywhere, ["c"], "Capture an entry, or open an incident", "capture"),
        new(Everywhere, ["?"], "Show this list", "legend"),
        new(Everywhere, ["Esc"], "Leave a field or close a dialog"),
        new(Walking, ["j"], "Next item", "next"),
        new(Walking, ["k"], "Previous item", "previous"),
        new(Walking, ["Enter"], "Open the item"),
        new(Walking, ["s"], "Mark or unmark the entry for the review", "mark"),
        new(Walking, ["i"], "Add an entry before this one", "insert"),
    ];

    /// <summary>
    /// Every key the viewer can use: the fixed ones and the ones that go to a place.
    /// </summary>
    public static IEnumerable<Shortcut> For(Places places) =>
        Fixed.Concat(
            places
                .Offered.Where(p => p.Key is not null)
                .Select(p => new Shortcut("Go to", ["g", $"{p.Key}"], p.Text, p.Href))
        );
}
