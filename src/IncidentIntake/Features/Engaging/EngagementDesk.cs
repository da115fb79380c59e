using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Features.Catalog;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>
/// Adds engagements, with their events, to a unit of work. It reads the rules once, so that many
/// incidents cost a few queries each.
/// </summary>
public sealed class EngagementDesk(IntakeDbContext db)
{
    private Rulebook? _rules;

    /// <summary>Engages the teams that an incident needs and that are not engaged yet.</summary>
    public async Task EngageAsync(Incident incident, DateTime now, CancellationToken token)
    {
        var plan = await PlanAsync(incident.Service, incident.Severity, token);
        foreach (var team in plan.Teams)
        {
            await EngageAsync(incident, team, Actor.System, now, token);
        }
    }

    /// <summary>Which teams the rules name for such an incident.</summary>
    public async Task<EngagementPlan> PlanAsync(
        string? service,
        Severity severity,
        CancellationToken token
    )
    {
        var rules = await RulesAsync(token);
        var owner = rules.Owners.Of(service);
        return EngagementPlan.For(service, severity, rules.Rules, owner, rules.DefaultTeam);
    }

    /// <summary>Engages one team. Null if it already is.</summary>
    public async Task<Engagement?> EngageAsync(
        Incident incident,
        PlannedTeam team,
        Actor by,
        DateTime now,
        CancellationToken token
    )
    {
        var known = await OfAsync(incident.Id, token);
        if (known.Any(e => e.Key == Engagement.KeyOf(team.Team, null)))
        {
            return null;
        }

        var rules = await RulesAsync(token);
        var policy = EscalationPolicy.Choose(rules.Policies, team.Team, incident.Severity);
        var engaged = Engagement.Of(incident.Id, team, policy, now);
        db.Engagements.Add(engaged);
        Tell(new IncidentEngaged(incident.ToState(), engaged.ToState()), incident, now, by);
        return engaged;
    }

    /// <summary>
    /// The engagements of an incident, with those that this unit of work has added.
    /// </summary>
    public async Task<List<Engagement>> OfAsync(Guid incident, CancellationToken token)
    {
        await db.Engagements.Where(e => e.IncidentId == incident).LoadAsync(token);
        return
        [
            .. db.Engagements.Local.Where(e => e.IncidentId == incident).OrderBy(e => e.EngagedAt),
        ];
    }

    /// <summary>
    /// Adds an event about an incident. The incident stays as it is, so that forms that are open do
    /// not become stale and alerts do not have to wait.
    /// </summary>
    public void Tell(IEvent fact, Incident incident, DateTime now, Actor by) =>
        db.RaiseObserved(fact, incident.Id, incident, now, by);

    private async Task<Rulebook> RulesAsync(CancellationToken token) =>
        _rules ??= new(
            await db.EngagementRules.AsNoTracking().ToListAsync(token),
            await db.EscalationPolicies.AsNoTracking().ToListAsync(token),
            await db.OwnersAsync(token),
            await db.EngagementSettings.Select(s => s.DefaultTeam).SingleOrDefaultAsync(token)
        );

    private sealed record Rulebook(
        IReadOnlyList<EngagementRule> Rules,
        IReadOnlyList<EscalationPolicy> Policies,
        ServiceOwners Owners,
        string? DefaultTeam
    );
}
