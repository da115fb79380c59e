using Pir.Contracts.Api;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

internal static class EntryResponses
{
    internal static EntryResponse From(
        TimelineEntry entry,
        IEnumerable<AttachmentResponse>? attachments = null
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
            entry.IsInterpretation,
            entry.KnownAt,
            entry.Source,
            entry.ExternalId,
            entry.Link,
            entry.Corrections,
            [.. attachments ?? []],
            entry.Version
        )
        {
            Repair = entry.Repair,
            Milestone = entry.Milestone,
        };
}
