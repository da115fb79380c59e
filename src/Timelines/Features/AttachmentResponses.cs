using Pir.Contracts.Api;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

internal static class AttachmentResponses
{
    internal static AttachmentResponse From(Attachment attachment, Guid incidentId) =>
        new(
            attachment.Id,
            $"/api/incidents/{incidentId}/timeline/{attachment.EntryId}"
                + $"/attachments/{attachment.Id}",
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
