namespace Pir.Contracts.Events;

/// <summary>
/// What travels over the bus: all events of one commit, together and in order. One message per commit is what keeps an alert storm cheap.
/// </summary>
/// <param name="Id">Equal to the outbox row's message id; the inbox key.</param>
/// <param name="Source">Service that committed them; also the routing key on the <c>pir.events</c> topic exchange.</param>
/// <param name="Events">At least one.</param>
public sealed record EventBatch(Guid Id, string Source, IReadOnlyList<EventEnvelope> Events);
