using System.Text.Json.Serialization;

namespace Pir.Contracts.Events;

/// <summary>
/// A message on the bus: all events of one commit, in order. One message per commit keeps an alert
/// storm cheap.
/// </summary>
/// <remarks>
/// JSON: <c>{id, source, events}</c>, or <c>{id, source, packed}</c> with the first form in UTF-8,
/// compressed (raw deflate, RFC 1951) and in base64: the events of a storm resemble each other, and
/// packing them cuts the broker's work to a fifth or less.
/// </remarks>
/// <param name="Id">Equal to the outbox row's message id; the inbox key.</param>
/// <param name="Source">
/// Service that committed them; also the routing key on the <c>pir.events</c> topic exchange.
/// </param>
/// <param name="Events">At least one.</param>
[JsonConverter(typeof(EventBatchJson))]
public sealed record EventBatch(Guid Id, string Source, IReadOnlyList<EventEnvelope> Events);
