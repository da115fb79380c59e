using Pir.Contracts.Events;
using Pir.Contracts.Timeline;

namespace Pir.Contracts.Api;

/// <summary>A line somebody writes.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Text">Up to 4,000 characters.</param>
/// <param name="OccurredAt">When it happened; now, where it is left out.</param>
/// <param name="ClientId">
/// The sender's own name for the line: sent again with the same, it is not added again, and the
/// line of the first time is answered.
/// </param>
/// <param name="SaidBy">Who said it, where it is taken over from a chat.</param>
public sealed record RecordEntryRequest(
    TimelineEntryKind? Kind,
    string? Text,
    DateTime? OccurredAt,
    string? ClientId = null,
    string? SaidBy = null
);

/// <summary>Several lines, added all or none.</summary>
public sealed record RecordEntriesRequest(IReadOnlyList<RecordEntryRequest>? Items);

/// <summary>The lines that were added.</summary>
/// <param name="Items">
/// The lines, in the order they were sent; one whose <c>clientId</c> was known is answered as
/// it stands.
/// </param>
public sealed record RecordEntriesResponse(IReadOnlyList<EntryResponse> Items);

/// <summary>New values; what is absent stays.</summary>
/// <param name="Reason">Why; kept in the history.</param>
/// <param name="IsMarked">Noted for the review.</param>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
public sealed record CorrectEntryRequest(
    string? Text = null,
    DateTime? OccurredAt = null,
    TimelineEntryKind? Kind = null,
    bool? IsPinned = null,
    string? Reason = null,
    int? Version = null,
    bool? IsMarked = null
);

/// <summary>A chat to split into lines.</summary>
/// <param name="Text">
/// As copied from Slack, Teams or any chat that writes names and times.
/// </param>
/// <param name="Zone">
/// IANA name of the zone the chat's times are in; UTC, where it is left out.
/// </param>
/// <param name="Date">
/// Day of the first message, where the text names none; the latest day on which all of it is
/// past, where it is left out.
/// </param>
public sealed record ReadChatRequest(string? Text, string? Zone, DateOnly? Date);

/// <summary>A message of a chat.</summary>
/// <param name="SaidBy">Absent for text before the first message.</param>
/// <param name="OccurredAt">Absent where the text names no time.</param>
public sealed record ChatLine(
    string? SaidBy,
    DateTime? OccurredAt,
    TimelineEntryKind Kind,
    string Text
);

/// <summary>What a chat was split into.</summary>
/// <param name="Items">At most 200.</param>
/// <param name="LeftOut">Messages beyond those.</param>
public sealed record ReadChatResponse(IReadOnlyList<ChatLine> Items, int LeftOut);

/// <summary>What an entry said until a correction.</summary>
/// <param name="Version">Version of the entry that said so.</param>
/// <param name="CorrectedAt">When the correction was recorded.</param>
public sealed record EntryChangeResponse(
    int Version,
    TimelineEntryKind Kind,
    string Text,
    DateTime OccurredAt,
    DateTime CorrectedAt,
    Actor CorrectedBy,
    string? Reason
);

/// <summary>A page of a timeline.</summary>
/// <param name="Next">Cursor of the next page; absent on the last.</param>
/// <param name="Warnings">
/// What the whole timeline, not this page, lacks; empty where it is complete.
/// </param>
public sealed record TimelineResponse(
    IReadOnlyList<EntryResponse> Items,
    string? Next,
    IReadOnlyList<TimelineWarning> Warnings
);

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
);

/// <summary>An image that belongs to an entry.</summary>
/// <param name="Url">Path its content is read at.</param>
/// <param name="Alt">What it shows, in words; absent where nobody said.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Of the content, in hexadecimal digits.</param>
/// <param name="CapturedAt">When the picture was taken.</param>
public sealed record AttachmentResponse(
    Guid Id,
    string Url,
    string FileName,
    string ContentType,
    string? Alt,
    int Size,
    string Sha256,
    DateTime CapturedAt,
    DateTime UploadedAt,
    Actor Uploader
);

/// <summary>Something a timeline lacks to be the whole story.</summary>
/// <param name="Code">Stable: <c>starts-too-late</c> or <c>ends-too-early</c>.</param>
/// <param name="Detail">One sentence for people.</param>
public sealed record TimelineWarning(string Code, string Detail);
