using Pir.Contracts.Events;

namespace Pir.Timelines.Domain;

/// <summary>
/// An image that belongs to an entry: a screenshot, a photo of a dashboard. Immutable: what was
/// evidence at night is the same evidence in the review.
/// </summary>
public sealed class Attachment
{
    public const int MaxFileName = 200;
    public const int MaxAlt = 500;

    /// <summary>Images one entry may have.</summary>
    public const int MaxPerEntry = 20;

    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public Guid EntryId { get; set; }

    /// <summary>Without any folder; for whoever saves it.</summary>
    public string FileName { get; set; } = "";

    /// <summary>
    /// Told by its first bytes, not by its sender: <c>image/png</c>, <c>image/jpeg</c>,
    /// <c>image/gif</c> or <c>image/webp</c>.
    /// </summary>
    public string ContentType { get; set; } = "";

    /// <summary>What it shows, for those who cannot see it; null where nobody said.</summary>
    public string? Alt { get; set; }

    /// <summary>In bytes.</summary>
    public int Size { get; set; }

    /// <summary>Of the content, in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>When the picture was taken, as far as its sender knows.</summary>
    public DateTime CapturedAt { get; set; }
    public DateTime UploadedAt { get; set; }
    public string UploaderKind { get; set; } = "";
    public string UploaderId { get; set; } = "";
    public string UploaderName { get; set; } = "";

    public Actor Uploader => new(UploaderKind, UploaderId, UploaderName);
}

/// <summary>
/// The bytes of an attachment, in a table of their own: lists of attachments never read them.
/// </summary>
public sealed class AttachmentContent
{
    /// <summary>Id of the attachment.</summary>
    public Guid Id { get; set; }
    public byte[] Bytes { get; set; } = [];
}
