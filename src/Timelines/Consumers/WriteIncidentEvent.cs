using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Messaging;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Consumers;

/// <summary>
/// Adds an incident's event to its timeline. Entries are added in whatever order events arrive; the
/// known state of the incident only moves forward.
/// </summary>
public sealed class WriteIncidentEvent<TEvent>(TimelineWriter writer) : IHandle<TEvent>
    where TEvent : IEvent
{
    public async Task HandleAsync(
        TEvent fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var incident = StateOf(fact);
        var previous = incident.PreviousIncidentId is { } id ? writer.Find(id)?.Number : null;
        writer.Add(
            context.Envelope,
            incident.Id,
            IncidentNarrator.Tell(fact, context.Actor, previous)
        );
        if (writer.Follow(incident, context.Version) && fact is IncidentChanged changed)
        {
            await MoveLinesAsync(changed, context, cancellationToken);
        }
    }

    /// <summary>
    /// A corrected time also moves the entry about that moment; otherwise the timeline would
    /// contradict its incident.
    /// </summary>
    private async Task MoveLinesAsync(
        IncidentChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        foreach (var change in fact.Changes)
        {
            if (MomentOf(change.Field, fact.Incident) is (Type type, DateTime to))
            {
                var reason = fact.Reason ?? $"The incident's {change.Field} was corrected.";
                await writer.MoveAsync(
                    fact.Incident.Id,
                    EventCatalog.Of(type).Name,
                    to,
                    reason,
                    context,
                    cancellationToken
                );
            }
        }
    }

    private static (Type Event, DateTime? To)? MomentOf(string field, IncidentState incident) =>
        field switch
        {
            "detectedAt" => (typeof(IncidentOpened), incident.DetectedAt),
            "acknowledgedAt" => (typeof(IncidentAcknowledged), incident.AcknowledgedAt),
            "mitigatedAt" => (typeof(IncidentMitigated), incident.MitigatedAt),
            "resolvedAt" => (typeof(IncidentResolved), incident.ResolvedAt),
            _ => null,
        };

    private static IncidentState StateOf(IEvent fact) =>
        fact switch
        {
            IncidentOpened e => e.Incident,
            AlertsAttached e => e.Incident,
            IncidentAcknowledged e => e.Incident,
            IncidentChanged e => e.Incident,
            IncidentRoleAssigned e => e.Incident,
            IncidentJoinRequested e => e.Incident,
            IncidentJoinDecided e => e.Incident,
            IncidentTaskAdded e => e.Incident,
            IncidentTaskChanged e => e.Incident,
            IncidentLinkPosted e => e.Incident,
            IncidentNoticeRequested e => e.Incident,
            IncidentEngaged e => e.Incident,
            EngagementAcknowledged e => e.Incident,
            IncidentEscalated e => e.Incident,
            IncidentImpactRecorded e => e.Incident,
            IncidentMitigated e => e.Incident,
            IncidentResolved e => e.Incident,
            IncidentReopened e => e.Incident,
            IncidentClosed e => e.Incident,
            IncidentMerged e => e.Incident,
            IncidentUnmerged e => e.Incident,
            IncidentLinked e => e.Incident,
            IncidentUnlinked e => e.Incident,
            _ => throw new InvalidOperationException(
                $"{typeof(TEvent).Name} is about no incident."
            ),
        };
}
