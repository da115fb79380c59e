using System.Globalization;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>What an incident's timeline says about the rules.</summary>
internal static class RuleNotices
{
    public static string Joined(AlertRule rule) =>
        rule.Action == AlertRuleAction.Attach
            ? $"The rule {Quoted(rule)} attaches alerts to this incident that open none of their "
                + "own."
            : $"The rule {Quoted(rule)} collects alerts with the same {Listed(rule.GroupBy)} here.";

    public static string Counted(AlertRule rule) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"The rule {Quoted(rule)} opened this incident after {rule.Occurrences} occurrences "
        ) + $"within {Minutes(rule.OccurrenceMinutes)}.";

    public static string Held(AlertRule rule) =>
        $"The rule {Quoted(rule)} keeps this incident active for {Minutes(rule.HoldMinutes)} "
        + "after its last alert ended, in case the alert fires again.";

    public static string Storm(AlertRule rule, string? service) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule.StormIncidents} incidents ")
        + (service is null ? "" : $"of {Words.OneLine(service).Isolated()} ")
        + $"opened within {Minutes(rule.StormMinutes)}. The rule {Quoted(rule)} collects further "
        + "alerts here.";

    public static string Outlasted(string title, Silence silence) =>
        $"The alert “{Words.OneLine(title).Isolated()}” outlasted the silence "
        + $"“{Words.OneLine(silence.Reason).Isolated()}”.";

    public static string StormTitle(string? service) =>
        service is null ? "Alert storm" : $"Alert storm on {service}".CutTo(TextLengths.Title);

    private static string Quoted(AlertRule rule) => $"“{Words.OneLine(rule.Name).Isolated()}”";

    private static string Listed(IReadOnlyList<string> fields) =>
        fields.Count < 2
            ? fields[0]
            : string.Join(", ", fields.Take(fields.Count - 1)) + " and " + fields[^1];

    private static string Minutes(int? minutes) =>
        minutes == 1
            ? "1 minute"
            : string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");
}
