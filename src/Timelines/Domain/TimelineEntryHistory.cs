using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Platform.Time;

namespace Pir.Timelines.Domain;

/// <summary>An entry before a correction, and who corrected it, when and why.</summary>
public sealed class TimelineEntryHistory
{
    public Guid Id { get; set; }
    public Guid EntryId { get; set; }

    /// <summary>Version of the entry before the correction.</summary>
    public int Version { get; set; }
    public TimelineEntryKind Kind { get; set; }
    public string Text { get; set; } = "";
    public DateTime OccurredAt { get; set; }
    public bool IsInterpretation { get; set; }
    public DateTime? KnownAt { get; set; }
    public RepairResult? RepairResult { get; set; }
    public int? RepairMinutes { get; set; }
    public bool RepairIsUndone { get; set; }
    public string ActorKind { get; set; } = "";
    public string ActorId { get; set; } = "";
    public string ActorName { get; set; } = "";
    public string? Reason { get; set; }

    /// <summary>When it was corrected.</summary>
    public DateTime RecordedAt { get; set; }

    public Actor Actor => new(ActorKind, ActorId, ActorName);

    internal static TimelineEntryHistory Of(
        TimelineEntry entry,
        string? reason,
        Actor actor,
        DateTime now
    ) =>
        new()
        {
            // Not entry and version: if two corrections are made at once, the slower must fail on
            // the entry's version, not on this key.
            Id = Guid.CreateVersion7(),
            EntryId = entry.Id,
            Version = entry.Version,
            Kind = entry.Kind,
            Text = entry.Text,
            OccurredAt = entry.OccurredAt,
            IsInterpretation = entry.IsInterpretation,
            KnownAt = entry.KnownAt,
            RepairResult = entry.RepairResult,
            RepairMinutes = entry.RepairMinutes,
            RepairIsUndone = entry.RepairIsUndone,
            ActorKind = actor.Kind.Truncated(TimelineEntry.MaxName),
            ActorId = actor.Id.Truncated(TimelineEntry.MaxName),
            ActorName = actor.Name.Truncated(TimelineEntry.MaxName),
            Reason = reason.TrimmedOrNull(),
            RecordedAt = now.ToMicroseconds(),
        };
}
