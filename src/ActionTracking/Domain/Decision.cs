using Pir.Contracts.Events;

namespace Pir.Actions.Domain;

/// <summary>
/// What came of asking an action for something: a fact to tell, nothing to do (it was so already),
/// or a refusal.
/// </summary>
/// <param name="Fact">What happened; null where nothing did.</param>
/// <param name="Refusal">Why not, in a sentence; null where it was not refused.</param>
public sealed record Decision(IEvent? Fact, string? Refusal)
{
    /// <summary>It was so already.</summary>
    public static Decision Nothing { get; } = new(null, null);

    public static Decision Made(IEvent fact) => new(fact, null);

    public static Decision Refused(string why) => new(null, why);
}
