using Pir.Contracts.Events;
using Pir.Contracts.Timeline;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>One line of a timeline.</summary>
/// <param name="OccurredAt">When it happened; orders the timeline.</param>
/// <param name="RecordedAt">When it was written down.</param>
/// <param name="IsAutomatic">Made from an event, not written by a person.</param>
/// <param name="IsMarked">Somebody noted it for the review.</param>
/// <param name="SaidBy">Who said it, where it was taken over from a chat.</param>
/// <param name="Corrections">
/// How often it was corrected; what it said before is in its history.
/// </param>
/// <param name="Attachments">Images that belong to it, in the order they were added.</param>
/// <param name="Version">
/// Send it back with a correction to be told when somebody was faster.
/// </param>
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
    bool IsMarked,
    string? SaidBy,
    int Corrections,
    IReadOnlyList<AttachmentResponse> Attachments,
    int Version
)
{
    internal static EntryResponse From(
        TimelineEntry entry,
        IEnumerable<Attachment>? attachments = null
    ) =>
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
            entry.IsMarked,
            entry.SaidBy,
            entry.Corrections,
            [.. (attachments ?? []).Select(a => AttachmentResponse.From(a, entry.IncidentId))],
            entry.Version
        );
}
