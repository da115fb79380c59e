using Pir.Contracts.Events;

namespace Pir.Contracts.Timeline;

/// <summary>What a timeline entry is about.</summary>
public enum TimelineEntryKind
{
    StatusChange,
    ImpactChange,
    Action,
    Decision,
    Observation,
    Communication,
    Change,
    Alert,

    /// <summary>Something that was true but not known at the time.</summary>
    KnownOnlyLater,
}

/// <summary>One entry of an incident's timeline.</summary>
/// <param name="OccurredAt">When it happened; orders the timeline.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="IsAutomatic">Made by the system from an event, not written by a person.</param>
/// <param name="IsMarked">Marked for the review.</param>
/// <param name="SaidBy">
/// Who said it, for an entry from a chat; the author is who added it.
/// </param>
/// <param name="IsSilent">Whether its incident's events are not sent to subscribers.</param>
/// <param name="IsInterpretation">A judgement or a guess, not a fact.</param>
/// <param name="Source">Where it was imported from, e.g. <c>slack</c>.</param>
/// <param name="ExternalId">What its source calls it.</param>
/// <param name="Link">Its address at its source.</param>
public sealed record TimelineEntryState(
    Guid Id,
    Guid IncidentId,
    TimelineEntryKind Kind,
    string Text,
    DateTime OccurredAt,
    DateTime RecordedAt,
    Actor Author,
    bool IsAutomatic,
    bool IsPinned,
    int Version,
    bool IsMarked = false,
    string? SaidBy = null,
    bool IsSilent = false,
    bool IsInterpretation = false,
    string? Source = null,
    string? ExternalId = null,
    string? Link = null
)
{
    /// <summary>When it became known, for what was known only later.</summary>
    public DateTime? KnownAt { get; init; }

    /// <summary>What it says about a repair; null if it was none.</summary>
    public RepairStep? Repair { get; init; }

    /// <summary>The moment that a person pointed out here.</summary>
    public TimelineMilestone? Milestone { get; init; }
}

/// <summary>An entry was added.</summary>
public sealed record TimelineEntryRecorded(TimelineEntryState Entry) : IEvent;

/// <summary>An entry was corrected; the earlier text stays in its history.</summary>
public sealed record TimelineEntryCorrected(TimelineEntryState Entry, string? Reason) : IEvent;

/// <summary>What a piece of evidence is.</summary>
public enum EvidenceKind
{
    File,

    /// <summary>An excerpt of text.</summary>
    Text,
    Link,
}

/// <summary>A piece of evidence, without its content.</summary>
/// <param name="ContentType">Detected from the content.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Hash of the content, in hexadecimal digits.</param>
/// <param name="CapturedAt">When it was taken.</param>
/// <param name="Entries">The entries it belongs to; empty for the whole incident.</param>
/// <param name="IsSilent">Whether its incident's events are not sent to subscribers.</param>
public sealed record EvidenceState(
    Guid Id,
    Guid IncidentId,
    EvidenceKind Kind,
    string Name,
    string ContentType,
    int Size,
    string Sha256,
    DateTime CapturedAt,
    IReadOnlyList<Guid> Entries,
    bool IsSilent
);

/// <summary>Evidence was added to an incident.</summary>
public sealed record EvidenceAdded(EvidenceState Evidence) : IEvent;
