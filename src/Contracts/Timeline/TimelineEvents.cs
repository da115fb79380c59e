using Pir.Contracts.Events;

namespace Pir.Contracts.Timeline;

/// <summary>What a timeline entry tells of.</summary>
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

/// <summary>One line of an incident's timeline.</summary>
/// <param name="OccurredAt">When it happened; orders the timeline.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="IsAutomatic">Made by the system from an event, not written by a person.</param>
/// <param name="IsMarked">Somebody noted it for the review.</param>
/// <param name="SaidBy">
/// Who said it, where it was taken over from a chat; the author took it over.
/// </param>
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
    string? SaidBy = null
);

/// <summary>A line was added.</summary>
public sealed record TimelineEntryRecorded(TimelineEntryState Entry) : IEvent;

/// <summary>A line was corrected; the earlier text stays in its history.</summary>
public sealed record TimelineEntryCorrected(TimelineEntryState Entry, string? Reason) : IEvent;
