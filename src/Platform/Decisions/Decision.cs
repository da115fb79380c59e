using Pir.Contracts.Events;

namespace Pir.Platform.Decisions;

/// <summary>
/// An aggregate's answer to a requested change: changed, with events; already so; or refused, with
/// the reason. Pure: the caller saves.
/// </summary>
public sealed record Decision
{
    private Decision() { }

    /// <summary>Nothing changed, so there is nothing to save and no event.</summary>
    public static Decision Nothing { get; } = new();

    /// <summary>Whether there is something to save.</summary>
    public bool IsChange { get; private init; }

    /// <summary>Events of the change, in order; empty if no service needs to know.</summary>
    public IReadOnlyList<Fact> Facts { get; private init; } = [];

    /// <summary>Rows to store in the same commit: the previous values, for the history.</summary>
    public IReadOnlyList<object> History { get; private init; } = [];

    /// <summary>The reason; null if the change was not refused.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>Changed, with an event.</summary>
    /// <param name="occurredAt">When it happened in the world (UTC); null for now.</param>
    public static Decision Changed(IEvent fact, DateTime? occurredAt = null) =>
        Changed([new Fact(fact, occurredAt)]);

    /// <summary>Changed.</summary>
    public static Decision Changed(IReadOnlyList<Fact> facts) =>
        new() { IsChange = true, Facts = facts };

    /// <summary>
    /// Changed, without events: no service needs to know, or the aggregate has collected its
    /// events.
    /// </summary>
    public static Decision Changed() => new() { IsChange = true };

    /// <inheritdoc cref="Refusal.InvalidField"/>
    public static Decision Invalid(string field, string rule) =>
        new Refusal.InvalidField(field, rule);

    /// <inheritdoc cref="Refusal.Conflict"/>
    public static Decision Conflict(
        string code,
        string detail,
        IReadOnlyList<string>? missing = null
    ) => new Refusal.Conflict(code, detail, missing);

    /// <summary>Adds rows for the history.</summary>
    public Decision Keeping(IReadOnlyList<object> history) => this with { History = history };

    /// <summary>
    /// This decision and a second one. The second is not made if this one was refused.
    /// </summary>
    public Decision Then(Func<Decision> second)
    {
        if (Refusal is not null)
        {
            return this;
        }

        var next = second();
        return next.Refusal is not null
            ? next
            : new()
            {
                IsChange = IsChange || next.IsChange,
                Facts = [.. Facts, .. next.Facts],
                History = [.. History, .. next.History],
            };
    }

    /// <summary>Adds events.</summary>
    public Decision Then(IReadOnlyList<Fact> facts) => this with { Facts = [.. Facts, .. facts] };

    /// <summary>A refusal is a decision.</summary>
    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>An event that a decision produced.</summary>
/// <param name="OccurredAt">When it happened in the world (UTC); null for now.</param>
public sealed record Fact(IEvent Event, DateTime? OccurredAt = null);
