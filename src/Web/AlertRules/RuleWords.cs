using System.Globalization;

namespace Pir.Web.AlertRules;

/// <summary>Rules in words.</summary>
internal static class RuleWords
{
    public static readonly IReadOnlyList<(string Value, string Text)> Operators =
        Words.Choices<AlertOperator>(Of);

    public static readonly IReadOnlyList<(string Value, string Text)> Actions =
        Words.Choices<AlertRuleAction>(a =>
            a switch
            {
                AlertRuleAction.Open => "Open an incident",
                AlertRuleAction.Attach => "Attach to an open incident",
                _ => "Ignore",
            }
        );

    public const string FieldHint =
        "A field is source, severity, service, team, environment, title, description, key, or any "
        + "label or annotation.";

    /// <summary>Fields to offer; any label can be typed too.</summary>
    public static readonly IReadOnlyList<string> FieldNames =
    [
        "source",
        "severity",
        "service",
        "team",
        "environment",
        "title",
        "description",
        "key",
        "alertname",
        "instance",
        "job",
    ];

    public static string Of(AlertOperator how) =>
        how switch
        {
            AlertOperator.Is => "is",
            AlertOperator.IsNot => "is not",
            AlertOperator.Contains => "contains",
            AlertOperator.Matches => "matches",
            _ => "starts with",
        };

    public static string Of(IReadOnlyList<AlertCondition> conditions) =>
        conditions.Count == 0
            ? "Every alert"
            : string.Join(
                " and ",
                conditions.Select(c =>
                    $"{c.Field} {Of(c.Operator)} {(c.Value.Length == 0 ? "empty" : c.Value)}"
                )
            );

    /// <summary>What the rule does, in short phrases.</summary>
    public static IEnumerable<string> Effects(AlertRuleResponse rule)
    {
        if (rule.Action == AlertRuleAction.Ignore)
        {
            yield return "ignored";
            yield break;
        }

        if (rule.Action == AlertRuleAction.Attach)
        {
            yield return "only attached";
        }

        string?[] routed =
        [
            rule.Service is { } service ? $"service {service}" : null,
            rule.Team is { } team ? $"team {team}" : null,
            rule.Severity is { } severity ? Words.Of(severity) : null,
        ];
        if (routed.OfType<string>().ToList() is { Count: > 0 } set)
        {
            yield return "→ " + string.Join(", ", set);
        }

        if (rule.GroupBy.Count > 0)
        {
            yield return "grouped by " + string.Join(", ", rule.GroupBy);
        }

        if (rule.Occurrences > 1)
        {
            yield return $"after {rule.Occurrences} in {Minutes(rule.OccurrenceMinutes)}";
        }

        if (rule.HoldMinutes > 0)
        {
            yield return $"held for {Minutes(rule.HoldMinutes)}";
        }

        if (rule.StormIncidents is { } storm)
        {
            yield return $"storm after {storm} in {Minutes(rule.StormMinutes)}";
        }
    }

    /// <summary>The tone of an outcome's badge.</summary>
    public static (string Text, string Shape, string Tone) Outcome(string outcome) =>
        outcome switch
        {
            "opened" => ("Opened", "full", "red"),
            "joined" => ("Joined", "full", "amber"),
            "ignored" => ("Ignored", "ring", ""),
            "waiting" => ("Waiting", "half", "amber"),
            "suppressed" => ("Suppressed", "half", ""),
            "resolved" => ("Resolved", "tick", "green"),
            _ => (
                char.ToUpper(outcome[0], CultureInfo.InvariantCulture) + outcome[1..],
                "ring",
                ""
            ),
        };

    private static string Minutes(int? minutes) => Words.Plural(minutes ?? 0, "minute");
}
