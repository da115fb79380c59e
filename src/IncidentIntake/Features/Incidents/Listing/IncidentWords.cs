using System.Globalization;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>Reads the words that filters of the list are written with.</summary>
internal static class IncidentWords
{
    public const string StatusRule =
        "must be a list of open, acknowledged, mitigated, resolved, closed, active or all";

    public const string SeverityRule = "must be a list of sev1, sev2, sev3, sev4, sev5";

    public const string DetectionSourceRule =
        "must be monitoring, alerting, customerReport or teamMessage";

    /// <summary>
    /// The values of a list with commas, each once; null if one of its words is unknown.
    /// </summary>
    public static List<T>? Read<T>(string? text, Func<string, IReadOnlyList<T>?> parse)
    {
        var values = new List<T>();
        foreach (var word in Split(text))
        {
            if (parse(word) is not { } meant)
            {
                return null;
            }

            values.AddRange(meant);
        }

        return values.Distinct().ToList();
    }

    public static IReadOnlyList<IncidentStatus>? Statuses(string word) =>
        Is(word, "active") ? IncidentStatuses.Active
        : Is(word, "all") ? Enum.GetValues<IncidentStatus>()
        : Member<IncidentStatus>(word);

    public static IReadOnlyList<Severity>? Severities(string word) =>
        SeverityWords.Parse(word) is { } severity ? [severity] : null;

    public static IReadOnlyList<DetectionSource>? DetectionSources(string word) =>
        Member<DetectionSource>(word);

    public static IReadOnlyList<bool>? Flags(string word) =>
        bool.TryParse(word, out var flag) ? [flag] : null;

    /// <summary>A time with its zone, or a date; null for any other text.</summary>
    public static DateTime? Time(string text) =>
        DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)
        : UtcDateTimeConverter.TryRead(text, out var time) ? time
        : null;

    private static IReadOnlyList<T>? Member<T>(string word)
        where T : struct, Enum =>
        Enum.TryParse<T>(word, ignoreCase: true, out var value) && !char.IsAsciiDigit(word[0])
            ? [value]
            : null;

    private static bool Is(string word, string known) =>
        word.Equals(known, StringComparison.OrdinalIgnoreCase);

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        ?? [];
}
