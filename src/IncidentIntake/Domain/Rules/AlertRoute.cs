using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Rules;

/// <summary>
/// Where the rules send an alert, apart from what depends on time and other alerts.
/// </summary>
/// <param name="Rule">The rule that decides; null for none.</param>
/// <param name="Context">Service, team and environment of an incident that it opens.</param>
/// <param name="Group">Its grouping key; null if the rule has none.</param>
/// <param name="Count">What its occurrences are counted by; null if one is enough.</param>
/// <param name="Storm">What new incidents are counted by; null if the rule collects none.</param>
/// <param name="Silences">Silences that match it, in force or not.</param>
internal sealed record AlertRoute(
    AlertRule? Rule,
    IncidentContext Context,
    Guid? Group,
    Guid? Count,
    Guid? Storm,
    IReadOnlyList<Silence> Silences
)
{
    /// <summary>No rule and no silence.</summary>
    public static AlertRoute None { get; } = new(null, new(), null, null, null, []);

    /// <summary>The keys that decide what happens to it.</summary>
    public IEnumerable<Guid> Keys => new[] { Group, Count, Storm }.OfType<Guid>();

    public Guid RuleId => Rule?.Id ?? Guid.Empty;

    public Severity? Severity => Rule?.Severity;

    public bool IsIgnored => Rule?.Action == AlertRuleAction.Ignore;

    /// <summary>The silence in force; that which lasts longest if there are several.</summary>
    public Silence? SilenceAt(DateTime now) =>
        Silences.Where(s => s.From <= now && now < s.Until).MaxBy(s => s.Until);
}

/// <summary>Which rule or silence decided about an alert.</summary>
public sealed record AlertRuling(AlertRule? Rule, Silence? Silence = null)
{
    internal static AlertRuling? Of(AlertRoute route) =>
        route.Rule is null ? null : new(route.Rule);
}
