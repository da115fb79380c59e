using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The state at the start of a title, as in <c>[RESOLVED] Disk full</c> or
/// <c>PROBLEM: Disk full</c>.
/// </summary>
/// <param name="Word">The word as written.</param>
/// <param name="Rest">The title without it.</param>
/// <param name="IsDoubtful">
/// Whether it may be part of the title: people write <c>Stop: payments are stuck</c>.
/// </param>
internal sealed record TitleState(
    AlertSignal Signal,
    string Word,
    string Rest,
    bool IsDoubtful = false
)
{
    private const int LongestWord = 20;

    /// <summary>A notice for the reader of the incident.</summary>
    public string Notice =>
        $"No field gives the state, so “{Quoted}” at the start of the title was used.";

    /// <summary>The notices if the word may be part of the title.</summary>
    public SignalDoubt? Doubt =>
        IsDoubtful
            ? new(
                Notice,
                $"No field gives the state. “{Quoted}” at the start of the title was ignored, "
                    + "because no such alert was firing under another title."
            )
            : null;

    private string Quoted => JsonText.Quote(Word, LongestWord);

    /// <summary>
    /// Null if there is none. Words such as <c>Test</c> or <c>Maintenance</c> are part of the
    /// title: an alert must not be dropped because of its name.
    /// </summary>
    public static TitleState? Of(string? title)
    {
        if (title is null or "")
        {
            return null;
        }

        var isBracketed = title[0] == '[';
        var end = title.IndexOf(isBracketed ? ']' : ':', StringComparison.Ordinal);
        if (end is < 2 or > LongestWord)
        {
            return null;
        }

        var word = title[..end].Trim('[').Split(':')[0].Trim(); // Also of [FIRING:2].
        var rest = title[(end + 1)..].Trim();
        var signal = rest.Length > 0 ? StateWords.ParseWhole(word) : null;
        return signal switch
        {
            null or AlertSignal.Information => null,
            AlertSignal.Firing => new(AlertSignal.Firing, word, rest),
            AlertSignal.Resolved when isBracketed => new(AlertSignal.Resolved, word, rest),
            _ => new(signal.Value, word, rest, IsDoubtful: true),
        };
    }
}
