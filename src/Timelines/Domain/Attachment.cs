using Pir.Contracts.Events;

namespace Pir.Timelines.Domain;

/// <summary>
/// An image that belongs to an entry, e.g. a screenshot. It is evidence, so it never changes.
/// </summary>
public sealed class Attachment
{
    public const int MaxFileName = 200;
    public const int MaxAlt = 500;

    /// <summary>Most images of one entry.</summary>
    public const int MaxPerEntry = 20;

    public Guid Id { get; set; }
    public Guid IncidentId { get; set; }
    public Guid EntryId { get; set; }

    /// <summary>File name without a folder, for saving the image.</summary>
    public string FileName { get; set; } = "";

    /// <summary>
    /// Detected from its first bytes, not taken from its sender: <c>image/png</c>,
    /// <c>image/jpeg</c>, <c>image/gif</c> or <c>image/webp</c>.
    /// </summary>
    public string ContentType { get; set; } = "";

    /// <summary>Text alternative for people who cannot see it; null if not given.</summary>
    public string? Alt { get; set; }

    /// <summary>Size in bytes.</summary>
    public int Size { get; set; }

    /// <summary>SHA-256 of the content, in lower-case hexadecimal digits.</summary>
    public string Sha256 { get; set; } = "";

    /// <summary>When the image was taken, according to its sender.</summary>
    public DateTime CapturedAt { get; set; }
    public DateTime UploadedAt { get; set; }
    public string UploaderKind { get; set; } = "";
    public string UploaderId { get; set; } = "";
    public string UploaderName { get; set; } = "";

    public Actor Uploader => new(UploaderKind, UploaderId, UploaderName);
}

/// <summary>
/// The bytes of an attachment, in a separate table, so that lists of attachments do not read them.
/// </summary>
public sealed class AttachmentContent
{
    /// <summary>Id of the attachment.</summary>
    public Guid Id { get; set; }
    public byte[] Bytes { get; set; } = [];
}
