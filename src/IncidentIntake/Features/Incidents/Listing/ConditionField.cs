using System.Linq.Expressions;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>A field of incidents that conditions can be about.</summary>
internal abstract class ConditionField(string name, params IReadOnlyList<string> operators)
{
    /// <summary>All of them, as the API names them.</summary>
    public static IReadOnlyList<ConditionField> All { get; } =
    [
#pragma warning disable CA1304, CA1311, CA1862 // Runs in the database.
        new TextField(
            "title",
            keys => i => keys.Contains(i.Title.ToLower()),
            part => i => i.Title.ToLower().Contains(part)
        ),
#pragma warning restore CA1304, CA1311, CA1862
        new TextField(
            "service",
            keys => i => keys.Contains(i.ServiceKey),
            part => i => i.ServiceKey.Contains(part)
        ),
        new TextField(
            "team",
            keys => i => keys.Contains(i.TeamKey),
            part => i => i.TeamKey.Contains(part)
        ),
        new TextField(
            "environment",
            keys => i => keys.Contains(i.EnvironmentKey),
            part => i => i.EnvironmentKey.Contains(part)
        ),
        new TextField(
            "commander",
            keys => i => keys.Contains(i.CommanderKey),
            part => i => i.CommanderKey.Contains(part)
        ),
        new ChoiceField<Severity>(
            "severity",
            IncidentWords.Severities,
            "must be sev1, sev2, sev3, sev4 or sev5",
            values => i => values.Contains(i.Severity)
        ),
        new ChoiceField<IncidentStatus>(
            "status",
            IncidentWords.Statuses,
            IncidentWords.StatusRule,
            values => i => values.Contains(i.Status)
        ),
        new ChoiceField<DetectionSource>(
            "detectionSource",
            IncidentWords.DetectionSources,
            IncidentWords.DetectionSourceRule,
            values => i => values.Contains(i.DetectionSource)
        ),
        new ChoiceField<bool>(
            "drill",
            IncidentWords.Flags,
            "must be true or false",
            values => i => values.Contains(i.IsDrill)
        ),
        new TimeField("detected", t => i => i.DetectedAt < t, t => i => i.DetectedAt >= t),
        new TimeField("resolved", t => i => i.ResolvedAt < t, t => i => i.ResolvedAt >= t),
        new TimeField(
            "impactStarted",
            t => i => i.ImpactStartedAt < t,
            t => i => i.ImpactStartedAt >= t
        ),
    ];

    public string Name => name;

    public IReadOnlyList<string> Operators => operators;

    public static ConditionField? Find(string name) =>
        All.FirstOrDefault(f => f.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The rule that a value breaks, or null.</summary>
    public abstract string? Check(string word, string value);

    /// <summary>The filter for checked values.</summary>
    public abstract Expression<Func<Incident, bool>> Build(string word, List<string> values);

    private static Expression<Func<Incident, bool>> Not(Expression<Func<Incident, bool>> filter) =>
        Expression.Lambda<Func<Incident, bool>>(Expression.Not(filter.Body), filter.Parameters);

    /// <summary>A text. An empty value means that the incident has none.</summary>
    private sealed class TextField(
        string name,
        Func<List<string>, Expression<Func<Incident, bool>>> isOne,
        Func<string, Expression<Func<Incident, bool>>> contains
    ) : ConditionField(name, "is", "not", "contains")
    {
        public override string? Check(string word, string value) =>
            value.Contains('\0', StringComparison.Ordinal) ? "must not contain NUL"
            : value.Length > TextLengths.Title ? $"must be at most {TextLengths.Title} characters"
            : word == "contains" && value.Length == 0 ? "must not be empty"
            : null;

        public override Expression<Func<Incident, bool>> Build(string word, List<string> values)
        {
            var keys = values.ConvertAll(Incident.KeyOf);
            return word switch
            {
                "contains" => contains(keys[0]),
                "not" => Not(isOne(keys)),
                _ => isOne(keys),
            };
        }
    }

    /// <summary>One of a few words.</summary>
    /// <param name="parse">The values that a word means; null for an unknown word.</param>
    private sealed class ChoiceField<T>(
        string name,
        Func<string, IReadOnlyList<T>?> parse,
        string rule,
        Func<List<T>, Expression<Func<Incident, bool>>> isOne
    ) : ConditionField(name, "is", "not")
    {
        public override string? Check(string word, string value) =>
            IncidentWords.Read(value, parse) is { Count: > 0 } ? null : rule;

        public override Expression<Func<Incident, bool>> Build(string word, List<string> values)
        {
            var filter = isOne([.. values.SelectMany(v => IncidentWords.Read(v, parse)!)]);
            return word == "not" ? Not(filter) : filter;
        }
    }

    /// <summary>A time. A date alone is its midnight in UTC.</summary>
    private sealed class TimeField(
        string name,
        Func<DateTime, Expression<Func<Incident, bool>>> before,
        Func<DateTime, Expression<Func<Incident, bool>>> after
    ) : ConditionField(name, "before", "after")
    {
        public override string? Check(string word, string value) =>
            IncidentWords.Time(value) is null
                ? "must be a date such as 2026-11-29 or a time such as 2026-11-29T10:00:00Z"
                : null;

        public override Expression<Func<Incident, bool>> Build(string word, List<string> values)
        {
            var time = IncidentWords.Time(values[0])!.Value;
            return word == "before" ? before(time) : after(time);
        }
    }
}
