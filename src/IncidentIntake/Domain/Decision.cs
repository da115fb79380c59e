using Pir.Contracts.Events;

namespace Pir.Intake.Domain;

/// <summary>
/// What a request to change an incident comes to. Exactly one of the factory methods made it.
/// </summary>
public sealed record Decision
{
    private Decision() { }

    /// <summary>The event to tell; null when nothing changed or the request was refused.</summary>
    public IEvent? Fact { get; private init; }

    /// <summary>When it happened in the world (UTC).</summary>
    public DateTime OccurredAt { get; private init; }

    /// <summary>Old and new values, to be kept.</summary>
    public IReadOnlyList<IncidentHistory> History { get; private init; } = [];

    /// <summary>Field and rule, where the input breaks one.</summary>
    public (string Field, string Rule)? Invalid { get; private init; }

    /// <summary>
    /// Stable problem code and its explanation, where the incident's state does not allow it.
    /// </summary>
    public (string Code, string Detail)? Refused { get; private init; }

    public bool IsDone => Fact is not null;

    public static Decision Unchanged { get; } = new();

    public static Decision Done(
        IEvent fact,
        DateTime occurredAt,
        params IReadOnlyList<IncidentHistory> history
    ) =>
        new()
        {
            Fact = fact,
            OccurredAt = occurredAt,
            History = history,
        };

    public static Decision Wrong(string field, string rule) => new() { Invalid = (field, rule) };

    public static Decision Refuse(string code, string detail) => new() { Refused = (code, detail) };
}
