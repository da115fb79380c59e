namespace Pir.Contracts.Timeline;

/// <summary>What a repair step did.</summary>
public enum RepairResult
{
    Helped,
    NoEffect,
    MadeWorse,
}

/// <summary>What an entry says about a repair: it was a step, with this result.</summary>
/// <param name="Minutes">How long the step took; null if nobody said.</param>
/// <param name="IsUndone">Whether the step was undone later.</param>
public sealed record RepairStep(RepairResult? Result, int? Minutes = null, bool IsUndone = false);

/// <summary>A moment of an incident that only a person can point out.</summary>
public enum TimelineMilestone
{
    /// <summary>Takes the mark away.</summary>
    None,

    /// <summary>The first sign of the problem, noticed or not.</summary>
    FirstSymptom,

    /// <summary>It was understood what was wrong.</summary>
    Diagnosed,
}
