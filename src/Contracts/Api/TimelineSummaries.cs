using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>How an incident went, computed from its times and its timeline.</summary>
/// <param name="Phases">In their order, without gaps between them.</param>
/// <param name="Durations">The named durations, as the glossary defines them.</param>
/// <param name="Gaps">
/// Times in which nothing was recorded, longest first: at least 15 minutes, at most 20.
/// </param>
/// <param name="Checks">What a timeline needs before its review.</param>
public sealed record TimelineSummaryResponse(
    IReadOnlyList<PhaseResponse> Phases,
    IReadOnlyList<DurationResponse> Durations,
    IReadOnlyList<TimelineGap> Gaps,
    IReadOnlyList<TimelineCheck> Checks
);

/// <summary>A phase of an incident.</summary>
/// <param name="Until">Missing while it lasts.</param>
/// <param name="Minutes">Until now while it lasts.</param>
public sealed record PhaseResponse(
    IncidentPhase Phase,
    DateTime From,
    DateTime? Until,
    int Minutes
);

/// <summary>A named duration.</summary>
/// <param name="Name">
/// <c>toDetect</c>, <c>toAcknowledge</c>, <c>toDiagnose</c>, <c>toMitigate</c> or
/// <c>toResolve</c>.
/// </param>
/// <param name="Minutes">Missing if one of its moments is not known.</param>
public sealed record DurationResponse(string Name, int? Minutes);

/// <summary>A time in which nothing was recorded.</summary>
/// <param name="Phase">The phase in which it began.</param>
public sealed record TimelineGap(DateTime From, DateTime Until, int Minutes, IncidentPhase? Phase);

/// <summary>Something that a timeline needs before its review.</summary>
/// <param name="Code">
/// Stable: <c>first-symptom</c>, <c>starts-before-impact</c>, <c>acknowledged</c>,
/// <c>diagnosed</c>, <c>mitigated</c>, <c>runs-to-resolution</c>, <c>no-contradictions</c>,
/// <c>no-gaps</c>, <c>repair-steps</c>, <c>activities-finished</c> or <c>evidence</c>.
/// </param>
/// <param name="Detail">What is there, or what is missing and how to add it.</param>
public sealed record TimelineCheck(string Code, bool IsDone, string Detail);

/// <summary>What was known at a time.</summary>
public enum Knowledge
{
    /// <summary>It was on the timeline.</summary>
    Recorded,

    /// <summary>It had happened and people knew it, but it was written down later.</summary>
    WrittenLater,

    /// <summary>It was true, but nobody knew it yet: a ghost.</summary>
    NotYetKnown,
}

/// <summary>The timeline of an incident as it was at a time.</summary>
/// <param name="From">The earliest time to choose.</param>
/// <param name="Until">The latest time to choose.</param>
/// <param name="Items">What had happened by then, oldest first: the latest 500.</param>
public sealed record TimelineMomentResponse(
    DateTime At,
    DateTime From,
    DateTime Until,
    IReadOnlyList<EntryThen> Items
);

/// <summary>An entry as it was then, without later corrections.</summary>
public sealed record EntryThen(EntryResponse Entry, Knowledge Knowledge);
