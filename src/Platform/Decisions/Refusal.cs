namespace Pir.Platform.Decisions;

/// <summary>Why an aggregate does not do what it was asked for.</summary>
public abstract record Refusal
{
    private Refusal() { }

    /// <summary>A value breaks a rule that only the aggregate can judge: 400.</summary>
    /// <param name="Field">As in the JSON body.</param>
    /// <param name="Rule">What it must be, e.g. "must not be in the future".</param>
    public sealed record InvalidField(string Field, string Rule) : Refusal;

    /// <summary>The present state does not allow it: 409.</summary>
    /// <param name="Code">Stable, for programs, e.g. <c>invalid-transition</c>.</param>
    /// <param name="Detail">For people: what stands in the way and what to do.</param>
    public sealed record Conflict(string Code, string Detail) : Refusal;

    /// <summary>It has no such part: 404.</summary>
    /// <param name="What">In words, e.g. "factor 0198…".</param>
    public sealed record UnknownPart(string What) : Refusal;

    /// <summary>Understood, but a rule forbids it: 422.</summary>
    /// <param name="Missing">JSON names of what has to be there first.</param>
    public sealed record Incomplete(string Code, string Detail, IReadOnlyList<string> Missing)
        : Refusal;

    /// <summary>One part of it was changed after the version the writer saw: 412.</summary>
    /// <param name="Current">The part as it stands now: a text, or an object.</param>
    public sealed record StalePart(object? Current) : Refusal;
}
