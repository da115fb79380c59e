using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// Handles one kind of event inside its service's unit of work. A handler reads and changes
/// entities of the scope's context and may raise events itself. One <c>SaveChanges</c> for the
/// whole group, including the inbox entries, follows. A handler may run again after a rollback, but
/// never after a commit.
/// </summary>
/// <remarks>
/// Throws only for what must not happen. The event is then retried, and finally parked for an
/// operator.
/// </remarks>
public interface IHandle<in TEvent>
    where TEvent : IEvent
{
    Task HandleAsync(TEvent fact, EventContext context, CancellationToken cancellationToken);
}

/// <summary>Receives every event of any kind that reaches the service.</summary>
public interface IHandleAny
{
    Task HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken);
}

/// <summary>Preloads, in few queries, what the handlers of a whole group will look up.</summary>
public interface IPreload
{
    Task PreloadAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken);
}

/// <summary>Metadata of the fact.</summary>
public sealed record EventContext(EventEnvelope Envelope)
{
    public Guid Id => Envelope.Id;
    public DateTime Time => Envelope.Time;
    public DateTime RecordedAt => Envelope.RecordedAt;
    public Actor Actor => Envelope.Actor;
    public string Subject => Envelope.Subject;
    public int Version => Envelope.Version;
}
