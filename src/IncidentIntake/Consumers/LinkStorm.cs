using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Decisions;
using Pir.Platform.Messaging;

namespace Pir.IncidentIntake.Consumers;

/// <summary>
/// Makes the incident that collects a storm the parent of those that the storm opened before. It
/// follows the intake's own events, so that the storm does not wait for it.
/// </summary>
public sealed class LinkStorm(IntakeDbContext db) : IHandle<IncidentOpened>
{
    private List<AlertRule>? _rules;

    public async Task HandleAsync(
        IncidentOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var rule in await RulesAsync(cancellationToken))
        {
            var key = AlertRulebook.StormKeyOf(rule, fact.Incident.Service);
            var id = fact.Incident.Id;
            if (
                await db.AlertGroups.AnyAsync(
                    g => g.Key == key && g.IncidentId == id,
                    cancellationToken
                ) && await db.Incidents.FindAsync([id], cancellationToken) is { } parent
            )
            {
                var stamp = new Stamp(Actor.System, context.RecordedAt);
                await LinkAsync(parent, rule, stamp, cancellationToken);
            }
        }
    }

    private async Task<List<AlertRule>> RulesAsync(CancellationToken token) =>
        _rules ??= await db
            .AlertRules.AsNoTracking()
            .Where(r => r.StormIncidents != null && r.DeletedAt == null)
            .ToListAsync(token);

    private async Task LinkAsync(Incident parent, AlertRule rule, Stamp by, CancellationToken token)
    {
        var since = parent.OpenedAt.AddMinutes(-rule.StormMinutes ?? 0);
        var children = await db
            .Incidents.Where(i =>
                i.ServiceKey == parent.ServiceKey
                && i.OpenedAt >= since
                && i.Number < parent.Number
                && i.MergedIntoId == null
                && db.Alerts.Any(a => a.IncidentId == i.Id && a.RuleId == rule.Id)
                && !db.Links.Any(l => l.FromId == i.Id && l.Relation == IncidentRelation.ChildOf)
            )
            .OrderByDescending(i => i.Number)
            .Take(rule.StormIncidents ?? 0)
            .ToListAsync(token);
        foreach (var child in children)
        {
            db.Links.Add(IncidentLink.Of(child, IncidentRelation.ChildOf, parent, by));
            Tell(parent, child.SeenAs(IncidentRelation.ParentOf), by);
            Tell(child, parent.SeenAs(IncidentRelation.ChildOf), by);
        }
    }

    // The incident stays as it is, so that forms that are open do not become stale.
    private void Tell(Incident incident, LinkedIncident other, Stamp by) =>
        db.RaiseObserved(
            new IncidentLinked(incident.ToState(), other),
            incident.Id,
            incident,
            by.At,
            by.By
        );
}
