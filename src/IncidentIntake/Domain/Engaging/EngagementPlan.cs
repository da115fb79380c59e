using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain.Engaging;

/// <summary>Which teams an incident needs, and why.</summary>
/// <param name="IsUnmatched">Whether neither a rule nor the catalog names a team.</param>
public sealed record EngagementPlan(IReadOnlyList<PlannedTeam> Teams, bool IsUnmatched)
{
    /// <summary>
    /// All rules that match count. Without any, it is the owner of the service; without an owner,
    /// the default team.
    /// </summary>
    /// <param name="owner">The owner in the catalog; null if it is not known.</param>
    public static EngagementPlan For(
        string? service,
        Severity severity,
        IEnumerable<EngagementRule> rules,
        string? owner,
        string? defaultTeam
    )
    {
        var matched = rules
            .Where(r => r.Matches(service, severity))
            .OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
            .SelectMany(
                r => r.Teams,
                (r, team) => new PlannedTeam(team, EngagementCause.Rule, r.Name)
            )
            .DistinctBy(t => Names.KeyOf(t.Team))
            .ToList();
        if (matched.Count > 0)
        {
            return new(matched, false);
        }

        return owner is not null ? new([new(owner, EngagementCause.Owner, null)], false)
            : defaultTeam is not null ? new([new(defaultTeam, EngagementCause.Default, null)], true)
            : new([], true);
    }
}

/// <summary>A team to engage.</summary>
/// <param name="Because">The name of the rule; null for none.</param>
public sealed record PlannedTeam(string Team, EngagementCause Cause, string? Because);
