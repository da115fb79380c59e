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
    bool IsSilent = false
);

/// <summary>An entry was added.</summary>
public sealed record TimelineEntryRecorded(TimelineEntryState Entry) : IEvent;

/// <summary>An entry was corrected; the earlier text stays in its history.</summary>
public sealed record TimelineEntryCorrected(TimelineEntryState Entry, string? Reason) : IEvent;
