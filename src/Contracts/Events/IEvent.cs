namespace Pir.Contracts.Events;

/// <summary>
/// Marks a fact that one service tells the others. Implementations are flat, sealed records named
/// in the past tense; they change by addition only. Identity, time, actor and version travel beside
/// the fact, in <see cref="EventEnvelope"/>.
/// </summary>
#pragma warning disable CA1040 // A marker keeps the catalogue and the handlers honest at compile time; there is nothing to declare on it.
public interface IEvent;
#pragma warning restore CA1040
