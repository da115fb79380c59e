using System.Diagnostics;
using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>Wraps facts for the way.</summary>
public static class EventEnvelopes
{
    /// <summary>
    /// An envelope with a new id and the current trace; throws for a fact that is not in the
    /// catalogue or not this service's to tell.
    /// </summary>
    public static EventEnvelope Create(
        IEvent fact,
        string source,
        Guid subject,
        int version,
        DateTime occurredAt,
        DateTime recordedAt,
        Actor actor
    )
    {
        var definition = EventCatalog.Of(fact.GetType());
        if (!definition.Producers.Contains(source, StringComparer.Ordinal))
        {
            throw new InvalidOperationException(
                $"{definition.Name} is told by {definition.Source}, not by {source}."
            );
        }

        return new(
            Guid.CreateVersion7(),
            definition.Name,
            source,
            subject.ToString(),
            version,
            DateTime.SpecifyKind(occurredAt, DateTimeKind.Utc),
            recordedAt,
            actor,
            Activity.Current?.Id,
            JsonSerializer.SerializeToElement(fact, definition.Clr, EventJson.Options)
        );
    }
}
