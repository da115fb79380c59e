using Pir.Contracts.Events;

namespace Pir.Platform.Decisions;

/// <summary>
/// What an aggregate answers when it is asked for a change: it changed, and these events tell of
/// it; it was so already; or it refused, and why. Pure: saving is the caller's.
/// </summary>
public sealed record Decision
{
    private Decision() { }

    /// <summary>It was so already: nothing to save, nothing to tell.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>Whether there is something to save.</summary>
    public bool IsChange { get; private init; }

    /// <summary>
    /// Events of the change, in order; may be empty where nobody needs to hear of it.
    /// </summary>
    public IReadOnlyList<Fact> Facts { get; private init; } = [];

    /// <summary>Rows to store in the same commit: the earlier values, for the history.</summary>
    public IReadOnlyList<object> History { get; private init; } = [];

    /// <summary>Why not; null where it was not refused.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>It changed, and this tells of it.</summary>
    /// <param name="occurredAt">When it happened in the world (UTC); null for now.</param>
    public static Decision Changed(IEvent fact, DateTime? occurredAt = null) =>
        Changed([new Fact(fact, occurredAt)]);

    /// <summary>It changed.</summary>
    public static Decision Changed(IReadOnlyList<Fact> facts) =>
        new() { IsChange = true, Facts = facts };

    /// <summary>
    /// It changed; nobody else needs to hear of it, or the aggregate has collected its events.
    /// </summary>
    public static Decision Changed() => new() { IsChange = true };

    /// <inheritdoc cref="Refusal.InvalidField"/>
    public static Decision Invalid(string field, string rule) =>
        new Refusal.InvalidField(field, rule);

    /// <inheritdoc cref="Refusal.Conflict"/>
    public static Decision Conflict(string code, string detail) =>
        new Refusal.Conflict(code, detail);

    /// <summary>The same, with rows for the history.</summary>
    public Decision Keeping(IReadOnlyList<object> history) => this with { History = history };

    /// <summary>A refusal is a decision.</summary>
    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>An event that a decision produced.</summary>
/// <param name="OccurredAt">When it happened in the world (UTC); null for now.</param>
public sealed record Fact(IEvent Event, DateTime? OccurredAt = null);
