using System.Globalization;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>Describes the change of one field of an incident.</summary>
public static class FieldNarrator
{
    public static string Tell(FieldChange change) =>
        change.Field switch
        {
            "severity" => Severity(change),
            "title" => Told("Title", Quoted(change.From), Quoted(change.To), "changed"),
            "service" or "team" => Told(Name(change.Field), change.From, change.To, "changed"),
            _ when IsTime(change) => Told(
                Name(change.Field),
                Time(change.From),
                Time(change.To),
                "corrected"
            ),
            _ => Told(Name(change.Field), change.From, change.To, "changed"),
        };

    private static string Severity(FieldChange change)
    {
        var (from, to) = (SeverityWords.Parse(change.From), SeverityWords.Parse(change.To));
        // SEV1 is the worst, so the smaller number is the higher severity.
        var verb =
            from is null || to is null ? "changed"
            : to < from ? "raised"
            : "lowered";
        return Told(
            "Severity",
            change.From?.ToUpperInvariant(),
            change.To?.ToUpperInvariant(),
            verb
        );
    }

    private static string Told(string name, string? from, string? to, string verb) =>
        (string.IsNullOrEmpty(from), string.IsNullOrEmpty(to)) switch
        {
            (true, true) => $"{name} changed.",
            (true, false) => $"{name} set to {to}.",
            (false, true) => $"{name} cleared; it was {from}.",
            _ => $"{name} {verb} from {from} to {to}.",
        };

    /// <summary>
    /// The field's display name: <c>acknowledgedAt</c> is "time of acknowledgement".
    /// </summary>
    private static string Name(string field) =>
        field switch
        {
            "service" => "Service",
            "team" => "Team",
            "detectedAt" => "Time of detection",
            "impactStartedAt" => "Start of impact",
            "acknowledgedAt" => "Time of acknowledgement",
            "mitigatedAt" => "Time of mitigation",
            "resolvedAt" => "Time of resolution",
            _ => Spaced(field),
        };

    private static string Spaced(string field)
    {
        var words = string.Concat(
            field.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString())
        );
        return words.Length == 0 ? "Field" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    private static string? Quoted(string? text) =>
        string.IsNullOrEmpty(text) ? null : $"“{text.Isolated()}”";

    private static bool IsTime(FieldChange change) =>
        change.Field.EndsWith("At", StringComparison.Ordinal)
        && (Parse(change.From) ?? Parse(change.To)) is not null;

    private static string? Time(string? text) => Parse(text)?.InWords() ?? text;

    private static DateTime? Parse(string? text)
    {
        const DateTimeStyles styles =
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, styles, out var time)
            ? time
            : null;
    }
}
