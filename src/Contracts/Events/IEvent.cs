namespace Pir.Contracts.Events;

/// <summary>
/// Marks the data of an event that one service publishes to the others. Implementations are flat,
/// sealed records named in the past tense; they change only by additions. Identity, time, actor and
/// version are in <see cref="EventEnvelope"/>.
/// </summary>
#pragma warning disable CA1040 // A marker type: the compiler checks catalogue and handlers.
public interface IEvent;
#pragma warning restore CA1040
