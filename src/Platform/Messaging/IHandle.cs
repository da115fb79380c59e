using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// Handles one kind of event inside its service's unit of work. It reads and changes entities of
/// the scope's context and may raise events of its own; the one <c>SaveChanges</c> for the whole
/// group, with the inbox entry, follows. It may run again after a rollback, never after a commit.
/// </summary>
/// <remarks>
/// Throw only for what must not happen: the event is retried, then parked for an operator.
/// </remarks>
public interface IHandle<in TEvent>
    where TEvent : IEvent
{
    Task HandleAsync(TEvent fact, EventContext context, CancellationToken cancellationToken);
}

/// <summary>Sees every event that reaches the service, of whatever kind.</summary>
public interface IHandleAny
{
    Task HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken);
}

/// <summary>Loads, in few queries, what the handlers of a whole group will look up.</summary>
public interface IPreload
{
    Task PreloadAsync(IReadOnlyList<EventEnvelope> events, CancellationToken cancellationToken);
}

/// <summary>What travels beside the fact.</summary>
public sealed record EventContext(EventEnvelope Envelope)
{
    public Guid Id => Envelope.Id;
    public DateTime Time => Envelope.Time;
    public DateTime RecordedAt => Envelope.RecordedAt;
    public Actor Actor => Envelope.Actor;
    public string Subject => Envelope.Subject;
    public int Version => Envelope.Version;
}
