using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.AlertRules;

/// <summary>What is wrong with a rule or silence, field by field.</summary>
internal static class AlertRuleChecks
{
    public static FieldErrors Check(this AlertRuleRequest rule)
    {
        var errors = new FieldErrors()
            .Required("name", rule.Name, TextLengths.Name)
            .Length("service", rule.Service, IncidentContext.LongestValue)
            .Length("team", rule.Team, IncidentContext.LongestValue)
            .Conditions(rule.Conditions ?? [])
            .GroupBy(rule.GroupBy ?? []);
        CheckAction(rule, errors);
        CheckCounts(rule, errors);
        return errors;
    }

    /// <param name="now">
    /// Where a new silence begins by default; a changed one keeps its begin.
    /// </param>
    public static FieldErrors Check(this SilenceRequest silence, DateTime now, bool isNew)
    {
        var from = silence.From ?? (isNew ? now : null);
        var soon = now.AddYears(1);
        var latest =
            silence.From is { } begin && begin > now && begin <= soon ? begin.AddYears(1) : soon;
        return new FieldErrors()
            .Required("reason", silence.Reason, TextLengths.Reason)
            .That(silence.Conditions is { Count: > 0 }, "conditions", "needs at least one")
            .Conditions(silence.Conditions ?? [])
            .That(silence.From is null || silence.From <= soon, "from", "must be within a year")
            .That(silence.Until is not null, "until", "is required")
            .That(!(silence.Until <= from), "until", "must be after from")
            .That(!(silence.Until > latest), "until", "must be within a year");
    }

    private static void CheckAction(AlertRuleRequest rule, FieldErrors errors)
    {
        var isKeyed = rule.GroupBy is { Count: > 0 };
        errors
            .That(
                rule.Action != AlertRuleAction.Attach || isKeyed,
                "groupBy",
                "is required to attach"
            )
            .That(
                rule.Action is null or AlertRuleAction.Open || rule.Occurrences is null or 1,
                "occurrences",
                "only applies to rules that open incidents"
            )
            .That(
                rule.Action is null or AlertRuleAction.Open || rule.StormIncidents is null,
                "stormIncidents",
                "only applies to rules that open incidents"
            )
            .That(rule.GroupMinutes is null || isKeyed, "groupMinutes", "needs groupBy")
            .That(
                rule.Occurrences is null or 1 || rule.OccurrenceMinutes is not null,
                "occurrenceMinutes",
                "is required with occurrences"
            )
            .That(
                rule.StormIncidents is null == rule.StormMinutes is null,
                rule.StormMinutes is null ? "stormMinutes" : "stormIncidents",
                "is required for storms"
            );
    }

    private static void CheckCounts(AlertRuleRequest rule, FieldErrors errors) =>
        errors
            .Range("groupMinutes", rule.GroupMinutes, 1, AlertRuleRequest.MostMinutes)
            .Range("occurrences", rule.Occurrences, 1, AlertRuleRequest.MostCounted)
            .Range("occurrenceMinutes", rule.OccurrenceMinutes, 1, AlertRuleRequest.MostMinutes)
            .Range("holdMinutes", rule.HoldMinutes, 0, AlertRuleRequest.MostMinutes)
            .Range("stormIncidents", rule.StormIncidents, 1, AlertRuleRequest.MostCounted)
            .Range("stormMinutes", rule.StormMinutes, 1, AlertRuleRequest.MostMinutes);

    private static FieldErrors Range(
        this FieldErrors errors,
        string field,
        int? value,
        int from,
        int to
    ) =>
        errors.That(
            value is null || (value >= from && value <= to),
            field,
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"must be between {from} and {to}"
            )
        );

    private static FieldErrors Conditions(
        this FieldErrors errors,
        IReadOnlyList<AlertCondition?> conditions
    )
    {
        errors.That(
            conditions.Count <= AlertRuleRequest.MostConditions,
            "conditions",
            "must be at most 20"
        );
        for (var i = 0; i < Math.Min(conditions.Count, AlertRuleRequest.MostConditions); i++)
        {
            errors.Add($"conditions[{i}].", Check(conditions[i]));
        }

        return errors;
    }

    private static FieldErrors Check(AlertCondition? condition)
    {
        var errors = new FieldErrors()
            .Required("field", condition?.Field, Domain.Rules.Conditions.LongestField)
            .That(condition?.Value is not null, "value", "is required")
            .Length("value", condition?.Value, Domain.Rules.Conditions.LongestValue);
        return condition is { Value: { } pattern, Operator: AlertOperator.Matches }
            ? errors.Check("value", Domain.Rules.Conditions.CheckPattern(pattern))
            : errors;
    }

    private static FieldErrors GroupBy(this FieldErrors errors, IReadOnlyList<string?> fields)
    {
        errors.That(fields.Count <= AlertRuleRequest.MostGroupBy, "groupBy", "must be at most 10");
        foreach (var field in fields)
        {
            errors.Required("groupBy", field, Domain.Rules.Conditions.LongestField);
        }

        return errors;
    }
}
