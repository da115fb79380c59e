namespace Pir.Reviews.Domain;

/// <summary>Why a review does not do what it was asked to.</summary>
public abstract record Refusal
{
    private Refusal() { }

    /// <summary>A value breaks a rule that only the review's state can judge.</summary>
    public sealed record Invalid(string Field, string Rule) : Refusal;

    /// <summary>It does not fit the present state.</summary>
    public sealed record Conflict(string Code, string Detail) : Refusal;

    /// <summary>A part of the review that is not there.</summary>
    public sealed record Unknown(string What) : Refusal;

    /// <summary>Not ready to publish; the names of what is missing, as in the JSON.</summary>
    public sealed record Incomplete(IReadOnlyList<string> Missing) : Refusal;

    /// <summary>The text was changed after the version the writer saw.</summary>
    /// <param name="Text">What stands now.</param>
    public sealed record Stale(string? Text) : Refusal;

    /// <summary>A factor or finding was changed after the version the writer saw.</summary>
    /// <param name="Present">The part as it stands now.</param>
    public sealed record StalePart(object Present) : Refusal;
}
