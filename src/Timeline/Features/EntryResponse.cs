using Pir.Contracts.Events;
using Pir.Contracts.Timeline;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>One line of a timeline.</summary>
/// <param name="OccurredAt">When it happened; orders the timeline.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="IsAutomatic">Made from an event, not written by a person.</param>
/// <param name="Version">Send it back with a correction to be told when somebody was faster.</param>
public sealed record EntryResponse(
    Guid Id,
    Guid IncidentId,
    TimelineEntryKind Kind,
    string Text,
    DateTime OccurredAt,
    DateTime RecordedAt,
    Actor Author,
    bool IsAutomatic,
    bool IsPinned,
    int Version
)
{
    internal static EntryResponse From(TimelineEntry entry) =>
        new(
            entry.Id,
            entry.IncidentId,
            entry.Kind,
            entry.Text,
            entry.OccurredAt,
            entry.RecordedAt,
            entry.Author,
            entry.IsAutomatic,
            entry.IsPinned,
            entry.Version
        );
}
