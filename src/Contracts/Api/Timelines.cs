using Pir.Contracts.Events;
using Pir.Contracts.Timeline;

namespace Pir.Contracts.Api;

/// <summary>A new timeline entry.</summary>
/// <param name="Kind">What the entry is about.</param>
/// <param name="Text">Up to 4,000 characters.</param>
/// <param name="OccurredAt">When it happened. Default: now.</param>
/// <param name="ClientId">
/// The sender's own id for the entry. If it is sent again with the same id, it is not added again,
/// and the existing entry is returned.
/// </param>
/// <param name="SaidBy">Who said it, for an entry from a chat.</param>
/// <param name="IsInterpretation">A judgement or a guess, not a fact.</param>
/// <param name="KnownAt">
/// When it became known; required for the kind <c>knownOnlyLater</c>, and only for it.
/// </param>
/// <param name="Source">
/// Where it was imported from, e.g. <c>slack</c>. With <c>externalId</c>: it is added only once to
/// an incident, whoever sends it.
/// </param>
/// <param name="ExternalId">What its source calls it.</param>
/// <param name="Link">Its address at its source: http or https.</param>
/// <param name="Repair">For a repair step: its result, and how long it took.</param>
/// <param name="Milestone">A moment of the incident that this entry shows.</param>
public sealed record RecordEntryRequest(
    TimelineEntryKind? Kind,
    string? Text,
    DateTime? OccurredAt,
    string? ClientId = null,
    string? SaidBy = null,
    bool? IsInterpretation = null,
    DateTime? KnownAt = null,
    string? Source = null,
    string? ExternalId = null,
    string? Link = null,
    RepairStep? Repair = null,
    TimelineMilestone? Milestone = null
);

/// <summary>Several entries, all of which are added or none.</summary>
public sealed record RecordEntriesRequest(IReadOnlyList<RecordEntryRequest>? Items);

/// <summary>The added entries.</summary>
/// <param name="Items">
/// The entries in the order of the request. If a <c>clientId</c> was known, the existing entry is
/// returned.
/// </param>
public sealed record RecordEntriesResponse(IReadOnlyList<EntryResponse> Items);

/// <summary>New values. Missing values stay.</summary>
/// <param name="Reason">
/// Why it is corrected, kept in the history; not required to pin or mark it.
/// </param>
/// <param name="IsMarked">Marked for the review.</param>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
/// <param name="IsInterpretation">A judgement or a guess, not a fact.</param>
/// <param name="KnownAt">When it became known, for the kind <c>knownOnlyLater</c>.</param>
/// <param name="Repair">
/// For a repair step. The first result needs no reason; another one is a correction.
/// </param>
/// <param name="Milestone">A moment of the incident that this entry shows.</param>
public sealed record CorrectEntryRequest(
    string? Text = null,
    DateTime? OccurredAt = null,
    TimelineEntryKind? Kind = null,
    bool? IsPinned = null,
    string? Reason = null,
    int? Version = null,
    bool? IsMarked = null,
    bool? IsInterpretation = null,
    DateTime? KnownAt = null,
    RepairStep? Repair = null,
    TimelineMilestone? Milestone = null
);

/// <summary>An earlier version of an entry.</summary>
/// <param name="Version">Version of the entry.</param>
/// <param name="CorrectedAt">When the correction was recorded.</param>
public sealed record EntryChangeResponse(
    int Version,
    TimelineEntryKind Kind,
    string Text,
    DateTime OccurredAt,
    DateTime CorrectedAt,
    Actor CorrectedBy,
    string? Reason,
    bool IsInterpretation,
    DateTime? KnownAt
)
{
    public RepairStep? Repair { get; init; }
}

/// <summary>A page of a timeline.</summary>
/// <param name="Next">Cursor of the next page; missing on the last page.</param>
/// <param name="Warnings">
/// What is missing from the whole timeline, not only this page; empty if it is complete.
/// </param>
/// <param name="IncidentVersion">
/// Version of the incident that this timeline has followed. The latest changes may be missing, and
/// arrive within moments.
/// </param>
public sealed record TimelineResponse(
    IReadOnlyList<EntryResponse> Items,
    string? Next,
    IReadOnlyList<TimelineWarning> Warnings,
    int IncidentVersion
);

/// <summary>An entry of a timeline.</summary>
/// <param name="OccurredAt">When it happened. Orders the timeline.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="IsAutomatic">Created from an event and not written by a person.</param>
/// <param name="IsMarked">Marked for the review.</param>
/// <param name="SaidBy">Who said it, if it comes from a chat.</param>
/// <param name="IsInterpretation">A judgement or a guess, not a fact.</param>
/// <param name="KnownAt">When it became known, for what was known only later.</param>
/// <param name="Source">Where it was imported from, e.g. <c>slack</c>.</param>
/// <param name="ExternalId">What its source calls it.</param>
/// <param name="Link">Its address at its source.</param>
/// <param name="Corrections">
/// How often it was corrected. Earlier versions are in its history.
/// </param>
/// <param name="Attachments">Its evidence, in the order in which it was added.</param>
/// <param name="Version">Send it with a correction to detect concurrent changes.</param>
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
    bool IsInterpretation,
    DateTime? KnownAt,
    string? Source,
    string? ExternalId,
    string? Link,
    int Corrections,
    IReadOnlyList<AttachmentResponse> Attachments,
    int Version
)
{
    /// <summary>Its result, if it is a repair step.</summary>
    public RepairStep? Repair { get; init; }

    /// <summary>The moment of the incident that it shows.</summary>
    public TimelineMilestone? Milestone { get; init; }
}

/// <summary>
/// Something that is missing from a timeline, or times that contradict each other.
/// </summary>
/// <param name="Code">
/// Stable: <c>starts-too-late</c>, <c>ends-too-early</c>, <c>impact-after-detection</c>,
/// <c>acknowledged-before-detection</c>, <c>mitigated-before-detection</c>,
/// <c>resolved-before-detection</c>, <c>resolved-before-acknowledged</c>,
/// <c>resolved-before-mitigated</c>, <c>impact-ends-before-start</c> or
/// <c>impact-ends-after-resolution</c>.
/// </param>
/// <param name="Detail">One sentence for people.</param>
public sealed record TimelineWarning(string Code, string Detail);
