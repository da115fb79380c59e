using Pir.Contracts.Events;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

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
)
{
    internal static AttachmentResponse From(Attachment attachment, Guid incidentId) =>
        new(
            attachment.Id,
            $"/api/incidents/{incidentId}/timeline/{attachment.EntryId}/attachments/{attachment.Id}",
            attachment.FileName,
            attachment.ContentType,
            attachment.Alt,
            attachment.Size,
            attachment.Sha256,
            attachment.CapturedAt,
            attachment.UploadedAt,
            attachment.Uploader
        );
}
