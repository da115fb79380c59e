using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Incidents;
using Pir.Platform.Messaging;

namespace Pir.ActionTracking.Consumers;

/// <summary>
/// Keeps the incident facts that actions need. Does not raise an event per action for changes that
/// incident events already carry.
/// </summary>
public sealed class FollowIncident(ActionsDbContext db, ActionsPreload known)
    : IHandle<IncidentOpened>,
        IHandle<IncidentChanged>
{
    public Task HandleAsync(
        IncidentOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => Follow(fact.Incident, context.Version);

    public Task HandleAsync(
        IncidentChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => Follow(fact.Incident, context.Version);

    private Task Follow(IncidentState state, int version)
    {
        if (known.Incident(state.Id) is not { } incident)
        {
            incident = new IncidentFacts { Id = state.Id };
            db.Incidents.Add(incident);
            known.Add(incident);
        }

        if (incident.Follow(state, version) is { } before && incident.DiffersFrom(before))
        {
            foreach (var action in known.ActionsOf(state.Id))
            {
                action.Follow(before, incident);
            }
        }

        return Task.CompletedTask;
    }
}
