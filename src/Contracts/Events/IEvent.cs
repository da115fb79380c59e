namespace Pir.Contracts.Events;

/// <summary>
/// Marks the data of an event that one service publishes to the others. Implementations are flat,
/// sealed records named in the past tense; they change only by additions. Identity, time, actor and
/// version are in <see cref="EventEnvelope"/>.
/// </summary>
#pragma warning disable CA1040 // A marker keeps the catalogue and the handlers honest at compile time; there is nothing to declare on it.
public interface IEvent;
#pragma warning restore CA1040
