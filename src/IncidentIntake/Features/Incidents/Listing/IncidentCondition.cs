using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>
/// A condition of the list, written <c>field:operator:value</c>, e.g. <c>service:not:checkout</c>.
/// </summary>
internal sealed record IncidentCondition(ConditionField Field, string Operator, string Value)
{
    private const int MostConditions = 20;
    private const string Parameter = "where";

    private static readonly string FieldRule =
        "must be field:operator:value; the fields are "
        + string.Join(", ", ConditionField.All.Select(f => f.Name));

    /// <summary>Reads the conditions of a request. Records what is wrong with one.</summary>
    public static List<IncidentCondition> Read(string[]? texts, FieldErrors errors)
    {
        var conditions = new List<IncidentCondition>();
        errors.That(
            texts is null or { Length: <= MostConditions },
            Parameter,
            $"must be given at most {MostConditions} times"
        );
        foreach (var text in errors.Any ? [] : texts ?? [])
        {
            if (Read(text, errors) is { } condition)
            {
                conditions.Add(condition);
            }
        }

        return conditions;
    }

    /// <summary>
    /// Applies all conditions. Several values that a field may have are alternatives.
    /// </summary>
    public static IQueryable<Incident> Apply(
        IQueryable<Incident> incidents,
        IReadOnlyList<IncidentCondition> conditions
    )
    {
        foreach (var group in conditions.GroupBy(c => (c.Field, c.Operator)))
        {
            var (field, word) = group.Key;
            var values = group.Select(c => c.Value).ToList();
            incidents = word is "is"
                ? incidents.Where(field.Build(word, values))
                : values.Aggregate(incidents, (rows, v) => rows.Where(field.Build(word, [v])));
        }

        return incidents;
    }

    private static IncidentCondition? Read(string text, FieldErrors errors)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 3 || ConditionField.Find(parts[0]) is not { } field)
        {
            errors.Check(Parameter, FieldRule);
            return null;
        }

        var (word, value) = (parts[1].Trim().ToLowerInvariant(), parts[2].Trim());
        if (!field.Operators.Contains(word, StringComparer.Ordinal))
        {
            errors.Check(
                Parameter,
                $"has an unknown operator for {field.Name}; it takes "
                    + string.Join(", ", field.Operators)
            );
            return null;
        }

        if (field.Check(word, value) is { } rule)
        {
            errors.Check(Parameter, $"has a wrong value: {field.Name} {rule}");
            return null;
        }

        return new(field, word, value);
    }
}
