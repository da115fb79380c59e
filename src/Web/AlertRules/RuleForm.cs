using System.Globalization;
using Pir.Contracts.Incidents;

namespace Pir.Web.AlertRules;

/// <summary>Reads rules, silences and their conditions from forms.</summary>
internal static class RuleForm
{
    /// <summary>The fields of a rule's form that show their own errors.</summary>
    public const string Fields =
        "name conditions action service team severity groupBy groupMinutes occurrences "
        + "occurrenceMinutes holdMinutes stormIncidents stormMinutes";

    public static AlertRuleRequest Rule(this FormReader form) =>
        new()
        {
            Name = form.Text("name"),
            IsEnabled = form.Flag("isEnabled"),
            Conditions = form.Conditions(),
            Action = form.Choice<AlertRuleAction>("action"),
            Service = form.Text("service"),
            Team = form.Text("team"),
            Severity = form.Choice<Severity>("severity"),
            GroupBy = form.Words("groupBy"),
            GroupMinutes = form.Number("groupMinutes"),
            Occurrences = form.Number("occurrences"),
            OccurrenceMinutes = form.Number("occurrenceMinutes"),
            HoldMinutes = form.Number("holdMinutes"),
            StormIncidents = form.Number("stormIncidents"),
            StormMinutes = form.Number("stormMinutes"),
            Version = form.Number("version"),
        };

    /// <summary>The rows with a field; the others are left empty on purpose.</summary>
    public static IReadOnlyList<AlertCondition> Conditions(this FormReader form)
    {
        var conditions = new List<AlertCondition>();
        for (var i = 0; i < AlertRuleRequest.MostConditions; i++)
        {
            if (form.Text(Name("field", i)) is { } field)
            {
                conditions.Add(
                    new(
                        field,
                        form.Choice<AlertOperator>(Name("operator", i)) ?? AlertOperator.Is,
                        form.Text(Name("value", i)) ?? ""
                    )
                );
            }
        }

        return conditions;
    }

    /// <summary>The name of a control in a row of conditions.</summary>
    public static string Name(string part, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{part}{row}");
}
