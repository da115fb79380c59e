using System.Diagnostics;
using System.Text.Json;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>Wraps facts in envelopes for publishing.</summary>
public static class EventEnvelopes
{
    /// <summary>
    /// Creates an envelope with a new id and the current trace. Throws if the fact is not in the
    /// catalogue or belongs to another service.
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
                $"{definition.Name} is published by {definition.Source}, not by {source}."
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
