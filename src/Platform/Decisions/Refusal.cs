namespace Pir.Platform.Decisions;

/// <summary>Why an aggregate refuses a change.</summary>
public abstract record Refusal
{
    private Refusal() { }

    /// <summary>A value breaks a rule that only the aggregate can check: 400.</summary>
    /// <param name="Field">Name in the JSON body.</param>
    /// <param name="Rule">The broken rule, e.g. "must not be in the future".</param>
    public sealed record InvalidField(string Field, string Rule) : Refusal;

    /// <summary>The current state does not allow it: 409.</summary>
    /// <param name="Code">Stable, for programs, e.g. <c>invalid-transition</c>.</param>
    /// <param name="Detail">For people: what prevents the change and what to do.</param>
    /// <param name="Missing">JSON names of what has to be there first, if that is known.</param>
    public sealed record Conflict(string Code, string Detail, IReadOnlyList<string>? Missing = null)
        : Refusal;

    /// <summary>The part does not exist: 404.</summary>
    /// <param name="What">For people, e.g. "factor 0198…".</param>
    public sealed record UnknownPart(string What) : Refusal;

    /// <summary>Understood, but a rule forbids it: 422.</summary>
    /// <param name="Missing">JSON names of what is missing.</param>
    public sealed record Incomplete(string Code, string Detail, IReadOnlyList<string> Missing)
        : Refusal;

    /// <summary>The part was changed after the version that the writer saw: 412.</summary>
    /// <param name="Current">The current part: a text or an object.</param>
    public sealed record StalePart(object? Current) : Refusal;
}
