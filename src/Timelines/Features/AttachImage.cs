using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// Adds an image to an entry; it cannot be removed. The same image is added to an entry only once,
/// so sending it again over a bad connection does no harm.
/// </summary>
public static class AttachImage
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/{entryId:guid}/attachments", Handle)
            .May(Permissions.WriteTimelines)
            .NotAudited(UnauditedBecause.TimelineTells)
            .TakesImports("image-added", "added an image to the timeline of {incident}")
            .WithMetadata(new BodyLimit())
            .ReadsQuery("name", "alt", "capturedAt")
            .WithName("AttachImage")
            .WithSummary(
                "Add a PNG, JPEG, GIF or WebP image to an entry: as the body, with name, alt and "
                    + "capturedAt in the query, or as a form with the fields file, alt and "
                    + "capturedAt"
            )
            .Accepts<IFormFile>("multipart/form-data", "image/*")
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(413)
            .ProducesProblem(415);

    internal static async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > Handle(
        string incident,
        Guid entryId,
        HttpRequest request,
        IncidentFinder finder,
        TimelineDbContext db,
        IOptions<TimelineOptions> options,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        var (upload, refusal) = await ImageUpload.ReadAsync(
            request,
            options.Value.MaxImageBytes,
            now,
            token
        );
        if (upload is null)
        {
            return refusal!;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        if (
            await db.Entries.FirstOrDefaultAsync(
                e => e.Id == entryId && e.IncidentId == found.Id,
                token
            )
            is not { } entry
        )
        {
            return Problems.NotFound($"entry {entryId} on this timeline");
        }

        var attachment = Create(upload, entry, request.HttpContext.User.ToActor(), now);
        var others = await GetEntry.AttachmentsOfAsync(db, entry, token);
        if (others.Find(a => a.Sha256 == attachment.Sha256) is { } same)
        {
            return TypedResults.Ok(AttachmentResponses.From(same, found.Id));
        }

        if (others.Count >= Attachment.MaxPerEntry)
        {
            return Problems.Conflict(
                "too-many-attachments",
                $"An entry may have {Attachment.MaxPerEntry} images. Add another entry."
            );
        }

        db.Attachments.Add(attachment);
        db.AttachmentContents.Add(new() { Id = attachment.Id, Bytes = upload.Bytes });
        // Published as a change of its entry, so that open pages show the image.
        db.Raise(
            new TimelineEntryCorrected(
                entry.ToState(entry.Version + 1, found.IsSilent),
                Reason: null
            ),
            entry.Id,
            entry,
            now,
            attachment.Uploader
        );
        db.Audit(request.HttpContext, found.ToAuditSubject(), found.Id);
        await db.SaveChangesAsync(token);
        var response = AttachmentResponses.From(attachment, found.Id);
        return TypedResults.Created(response.Url, response);
    }

    private static Attachment Create(
        ImageUpload upload,
        TimelineEntry entry,
        Actor uploader,
        DateTime now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            IncidentId = entry.IncidentId,
            EntryId = entry.Id,
            FileName = ImageType.NameOf(upload.FileName, upload.ContentType),
            ContentType = upload.ContentType,
            Alt = upload.Alt,
            Size = upload.Bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(upload.Bytes)),
            CapturedAt = (upload.CapturedAt ?? now).ToMicroseconds(),
            UploadedAt = now.ToMicroseconds(),
            UploaderKind = uploader.Kind.Truncated(TimelineEntry.MaxName),
            UploaderId = uploader.Id.Truncated(TimelineEntry.MaxName),
            UploaderName = uploader.Name.Truncated(TimelineEntry.MaxName),
        };

    /// <summary>Above the process' limit; <see cref="ImageUpload"/> enforces the setting.</summary>
    private sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize =>
            TimelineOptions.LargestImage + TimelineOptions.FormOverhead;
    }
}
