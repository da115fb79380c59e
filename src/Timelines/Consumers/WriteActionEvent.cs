using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Consumers;

/// <summary>
/// Puts what comes of an incident's actions on its timeline; an action of no incident has none.
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
            _ => throw new InvalidOperationException($"{typeof(TEvent).Name} tells of no action."),
        };
}
