using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;

namespace Pir.Contracts.Api;

/// <summary>
/// An excerpt of text or a link as evidence: one of the two. Files have an endpoint of their own.
/// </summary>
/// <param name="Text">For example an error message or lines of a log: up to 500,000 characters.
/// Secrets are taken out before it is stored.</param>
/// <param name="Link">An http or https address. It is stored and shown, but never fetched.</param>
/// <param name="Name">A short name. Default: the beginning of the text or link.</param>
/// <param name="Alt">What it shows.</param>
/// <param name="CapturedAt">When it was taken. Default: now.</param>
/// <param name="Entries">Ids of the entries it belongs to; none for the whole incident.</param>
/// <param name="Replaces">
/// Id of the evidence that this corrects. Both are kept, because evidence never changes.
/// </param>
public sealed record AddEvidenceRequest(
    string? Text = null,
    string? Link = null,
    string? Name = null,
    string? Alt = null,
    DateTime? CapturedAt = null,
    IReadOnlyList<Guid>? Entries = null,
    Guid? Replaces = null
);

/// <summary>Another entry that a piece of evidence belongs to.</summary>
public sealed record AttachEvidenceRequest(Guid? Entry);

/// <summary>A piece of evidence: a file, an excerpt of text or a link.</summary>
/// <param name="Url">Path of its content; missing for a link.</param>
/// <param name="FileName">Its name; for a file, with the extension that fits its content.</param>
/// <param name="ContentType">Detected from the content, not from its name.</param>
/// <param name="Alt">What it shows; missing if nobody wrote it.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">
/// Hash of what is stored, in hexadecimal digits. Of a link: hash of its address.
/// </param>
/// <param name="CapturedAt">When it was taken.</param>
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
)
{
    public EvidenceKind Kind { get; init; }

    /// <summary>The address of a link.</summary>
    public string? Link { get; init; }

    /// <summary>Secrets that were taken out of its text, by kind.</summary>
    public IReadOnlyList<RedactedSecrets> Redactions { get; init; } = [];

    /// <summary>
    /// Up to 20,000 characters of its text; present when it is read alone and is a text.
    /// </summary>
    public string? Beginning { get; init; }

    /// <summary>Ids of the entries it belongs to; empty for the whole incident.</summary>
    public IReadOnlyList<Guid> Entries { get; init; } = [];

    /// <summary>Id of the evidence that it corrects.</summary>
    public Guid? Replaces { get; init; }

    /// <summary>Id of the evidence that corrects it.</summary>
    public Guid? ReplacedBy { get; init; }
}
