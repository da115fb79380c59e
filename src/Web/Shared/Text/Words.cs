using System.Globalization;
using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Web.Shared.Text;

/// <summary>Display names of the product's terms.</summary>
internal static class Words
{
    /// <summary>A count, with its thousands apart: 10,000.</summary>
    public static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Of(IncidentStatus status) => status.ToString();

    public static string Of(ReviewStatus status) => status.ToString();

    public static string Of(ActionStatus status) => status.ToString();

    public static string Of(ActionType type) => type.ToString();

    public static string Of(FactorCategory category) => category.ToString();

    public static string Of(Severity severity) => severity.ToString().ToUpperInvariant();

    public static string Of(IncidentRole role) =>
        role switch
        {
            IncidentRole.IncidentCommander => "Incident commander",
            IncidentRole.CommunicationsLead => "Communications lead",
            IncidentRole.OperationsLead => "Operations lead",
            IncidentRole.SubjectMatterExpert => "Subject matter expert",
            _ => role.ToString(),
        };

    public static string Of(TimelineEntryKind kind) =>
        kind switch
        {
            TimelineEntryKind.StatusChange => "Status",
            TimelineEntryKind.ImpactChange => "Impact",
            TimelineEntryKind.KnownOnlyLater => "Known only later",
            _ => kind.ToString(),
        };

    public static string Of(DetectionSource source) =>
        source switch
        {
            DetectionSource.CustomerReport => "Customer report",
            DetectionSource.TeamMessage => "Team message",
            DetectionSource.Alerting => "Alert",
            _ => source.ToString(),
        };

    public static string Meaning(Severity severity) =>
        severity switch
        {
            Severity.Sev1 => "critical: customers cannot work",
            Severity.Sev2 => "major: much is broken",
            Severity.Sev3 => "moderate: something is broken",
            Severity.Sev4 => "minor: little is affected",
            _ => "informational",
        };

    /// <summary>What is missing from a review, for readers.</summary>
    public static string Missing(string part) =>
        part switch
        {
            "summary" => "A summary",
            "factors" => "At least one contributing factor",
            "impact" => "The impact on customers, operations and availability",
            "actions" => "At least one action",
            "learnings" => "At least one learning",
            "wentWell" => "Something that went well",
            "questions" => "An answer to every question",
            _ => char.ToUpperInvariant(part[0]) + part[1..],
        };

    /// <summary>A field of an incident, as named in its history.</summary>
    public static string Field(string name)
    {
        var words = string.Concat(
            name.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : $"{c}")
        );
        return words.Length == 0 ? "" : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>The API's word for an enum value.</summary>
    public static string Wire<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>All values of an enum with their display names, for a select.</summary>
    public static IReadOnlyList<(string Value, string Text)> Choices<T>(Func<T, string> words)
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => (Wire(v), words(v)))];

    /// <summary>A duration in its two largest units.</summary>
    public static string Duration(TimeSpan span)
    {
        var minutes = (long)Math.Max(0, span.TotalMinutes);
        var (days, hours) = (minutes / 1440, minutes % 1440 / 60);
        return (days, hours, minutes) switch
        {
            (> 0, > 0, _) => NoBreak($"{days} d {hours} h"),
            (> 0, _, _) => NoBreak($"{days} d"),
            (_, > 0, _) when minutes % 60 > 0 => NoBreak($"{hours} h {minutes % 60} min"),
            (_, > 0, _) => NoBreak($"{hours} h"),
            (_, _, > 0) => NoBreak($"{minutes} min"),
            _ => "under a minute",
        };
    }

    public static string Plural(int count, string one, string? many = null) =>
        count == 1
            ? $"1 {one}"
            : $"{count.ToString("N0", CultureInfo.InvariantCulture)} {many ?? one + "s"}";

    public static string Bytes(long size) =>
        NoBreak(size < 1024 ? $"{size} B" : $"{size / 1024.0:0.#} kB");

    /// <summary>
    /// The text without line breaks inside, for example a number with its unit or a date.
    /// </summary>
    public static string NoBreak(string text) => text.Replace(' ', '\u00a0');
}
