using System.Collections.Frozen;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// The words that monitoring tools use for the state of an alert, in every webhook format.
/// </summary>
public static class StateWords
{
    private const int LongestText = 200;

    /// <summary>In lower case, letters and digits only.</summary>
    private static readonly FrozenDictionary<string, AlertSignal> Words = new Dictionary<
        AlertSignal,
        string
    >
    {
        [AlertSignal.Firing] =
            "firing fire fired stillfiring refiring refired alert alerting alerted alarm alarming "
            + "inalarm problem problems trigger triggered retriggered open opened reopen reopened "
            + "unresolved notresolved active activated reactivated create created new raise raised "
            + "start started begin began down offline unreachable unreach unavailable unhealthy "
            + "notok bad broken fail failed failing failure error err errors critical crit fatal "
            + "emergency emerg disaster panic major minor warning warn high degraded outage breach "
            + "breached violated violation exceeded incident incidentopened incidentadded nodata "
            + "missing unknown unacknowledge unacknowledged unack unacked renotify renotified "
            + "reminder escalate escalated flapping flappingstart update updated ongoing on set "
            + "thresholdmet querymatched true yes",
        [AlertSignal.Acknowledged] =
            "acknowledge acknowledged acknowledgement acknowledgment ack acked acking claimed "
            + "accepted inprogress investigating assigned",
        [AlertSignal.Resolved] =
            "resolve resolved resolving resolution autoresolved recover recovered recovery ok okay "
            + "up online reachable healthy normal clear cleared close closed closing complete "
            + "completed done end ended finish finished fixed fine good green inactive "
            + "deactivated notfiring nolongerfiring nolongeractive success successful succeeded "
            + "passed passing pass restored back cancel canceled cancelled deleted delete removed "
            + "expired solved stop stopped untriggered incidentclosed flappingstop off unset "
            + "false no",
        [AlertSignal.Information] =
            "info information informational pending paused pause maintenance downtime "
            + "downtimestart downtimeend downtimestarted downtimeended inmaintenance silenced "
            + "silence muted mute snoozed snooze suppressed insufficientdata annotated comment "
            + "test testing testnotification commented note noteadded addnote",
    }
        .SelectMany(s => s.Value.Split(' ').Select(word => (word, s.Key)))
        .ToFrozenDictionary(s => s.word, s => s.Key, StringComparer.Ordinal);

    private static readonly (string Sign, AlertSignal Signal)[] Signs =
    [
        ("✅", AlertSignal.Resolved),
        ("🟢", AlertSignal.Resolved),
        ("🔥", AlertSignal.Firing),
        ("🚨", AlertSignal.Firing),
        ("🔴", AlertSignal.Firing),
        ("❌", AlertSignal.Firing),
        ("⚠", AlertSignal.Firing),
    ];

    /// <summary>
    /// The meaning of a text, or null if it has no known word. Case, space and punctuation do not
    /// matter, and the last known word counts: <c>incident.acknowledged</c>, <c>DOWN -> UP</c>.
    /// </summary>
    public static AlertSignal? Parse(string? text)
    {
        if (text is null or { Length: 0 or > LongestText })
        {
            return null;
        }

        Span<char> squashed = stackalloc char[LongestText];
        var length = Squash(text, squashed);
        return Lookup(squashed[..length]) ?? (length < text.Length ? ParseParts(text) : null);
    }

    /// <summary>
    /// The same for a name such as <c>incident.resolved</c> in a field that may also hold a
    /// sentence: a text with spaces must be known as a whole.
    /// </summary>
    public static AlertSignal? ParseName(string text) =>
        text.Contains(' ', StringComparison.Ordinal) ? ParseWhole(text) : Parse(text);

    /// <summary>
    /// The same for a text that must be known as a whole, such as <c>still firing</c>:
    /// <c>db_up</c> is only a name.
    /// </summary>
    public static AlertSignal? ParseWhole(string text)
    {
        if (text.Length > LongestText)
        {
            return null;
        }

        Span<char> squashed = stackalloc char[LongestText];
        var length = Squash(text, squashed);
        return length > 0 ? Lookup(squashed[..length]) : Parse(text);
    }

    /// <summary>
    /// The meaning of a number or Boolean. As in exit codes, 0 means no problem; so does false,
    /// unless the field reports health instead of trouble.
    /// </summary>
    /// <param name="tellsOfHealth">True for fields such as <c>up</c> and <c>resolved</c>.</param>
    public static AlertSignal OfSwitch(bool isOn, bool tellsOfHealth) =>
        isOn == tellsOfHealth ? AlertSignal.Resolved : AlertSignal.Firing;

    /// <summary>The severity named by a state, as in <c>state: CRITICAL</c>.</summary>
    public static Severity? SeverityIn(string? text) =>
        Parse(text) == AlertSignal.Firing
        && text!.Trim().ToLowerInvariant()
            is "critical"
                or "crit"
                or "fatal"
                or "emergency"
                or "emerg"
                or "disaster"
                or "panic"
                or "major"
                or "error"
                or "err"
                or "warning"
                or "warn"
                or "minor"
            ? SeverityWords.Parse(text)
            : null;

    private static int Squash(ReadOnlySpan<char> text, Span<char> into)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                into[length++] = char.ToLowerInvariant(c);
            }
        }

        return length;
    }

    private static AlertSignal? Lookup(ReadOnlySpan<char> word) =>
        Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var signal)
            ? signal
            : null;

    private static AlertSignal? ParseParts(string text)
    {
        Span<char> word = stackalloc char[LongestText];
        var end = text.Length;
        while (end > 0)
        {
            while (end > 0 && !char.IsLetterOrDigit(text[end - 1]))
            {
                end--;
            }

            var start = end;
            while (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            {
                start--;
            }

            if (start < end && Lookup(word[..Squash(text.AsSpan(start..end), word)]) is { } signal)
            {
                return IsDenied(text.AsSpan(0, start)) ? Opposite(signal) : signal;
            }

            end = start;
        }

        foreach (var (sign, signal) in Signs)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
            {
                return signal;
            }
        }

        return null;
    }

    /// <summary>Whether "not" or "no longer" comes before it.</summary>
    private static bool IsDenied(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(" _-.");
        return before.EndsWith("not", StringComparison.OrdinalIgnoreCase)
            || before.EndsWith("no longer", StringComparison.OrdinalIgnoreCase);
    }

    private static AlertSignal Opposite(AlertSignal signal) =>
        signal == AlertSignal.Firing ? AlertSignal.Resolved : AlertSignal.Firing;
}
