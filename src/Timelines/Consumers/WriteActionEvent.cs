using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Consumers;

/// <summary>
/// Adds an incident's action events to its timeline. Skips actions without an incident.
/// </summary>
public sealed class WriteActionEvent<TEvent>(TimelineWriter writer) : IHandle<TEvent>
    where TEvent : IEvent
{
    public Task HandleAsync(TEvent fact, EventContext context, CancellationToken cancellationToken)
    {
        if (StateOf(fact).IncidentId is { } incidentId)
        {
            writer.Add(context.Envelope, incidentId, FollowUpNarrator.Tell(fact, context.Actor));
        }

        return Task.CompletedTask;
    }

    private static ActionState StateOf(IEvent fact) =>
        fact switch
        {
            ActionAccepted e => e.Action,
            ActionCompleted e => e.Action,
            _ => throw new InvalidOperationException($"{typeof(TEvent).Name} is about no action."),
        };
}
