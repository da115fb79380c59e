using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.Platform.Messaging;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Consumers;

/// <summary>Adds the events of an incident's review to the incident's timeline.</summary>
public sealed class WriteReviewEvent<TEvent>(TimelineWriter writer) : IHandle<TEvent>
    where TEvent : IEvent
{
    public Task HandleAsync(TEvent fact, EventContext context, CancellationToken cancellationToken)
    {
        writer.Add(
            context.Envelope,
            StateOf(fact).IncidentId,
            FollowUpNarrator.Tell(fact, context.Actor)
        );
        return Task.CompletedTask;
    }

    private static ReviewState StateOf(IEvent fact) =>
        fact switch
        {
            ReviewOpened e => e.Review,
            ReviewHeld e => e.Review,
            ReviewPublished e => e.Review,
            ReviewRevised e => e.Review,
            ReviewWaived e => e.Review,
            _ => throw new InvalidOperationException($"{typeof(TEvent).Name} is about no review."),
        };
}
