using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// The bytes of evidence. An uploaded file must not run as code on our address, so only images are
/// shown; everything else is downloaded.
/// </summary>
public static class GetAttachment
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{entryId:guid}/attachments/{attachmentId:guid}", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("GetAttachment")
            .WithSummary("Get an image of a timeline entry")
            .Produces(200, contentType: "image/png")
            .ProducesProblem(404);

    internal static void MapContent(RouteGroupBuilder api) =>
        api.MapGet("/evidence/{evidenceId:guid}/content", HandleContent)
            .May(Permissions.ReadTimelines)
            .WithName("GetEvidenceContent")
            .WithSummary("Download a piece of evidence; the header Repr-Digest has its SHA-256")
            .Produces(200, contentType: "application/octet-stream")
            .ProducesProblem(404);

    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Handle(
        string incident,
        Guid entryId,
        Guid attachmentId,
        HttpResponse response,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        return
            await FindAsync(db, found.Id, attachmentId, token) is { } attachment
            && attachment.EntryId == entryId
            ? await SendAsync(db, attachment, response, token)
            : Problems.NotFound($"image {attachmentId} at this entry");
    }

    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleContent(
        string incident,
        Guid evidenceId,
        HttpResponse response,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        return await FindAsync(db, found.Id, evidenceId, token) switch
        {
            null => Problems.NotFound($"evidence {evidenceId} of this incident"),
            { Link: not null } => Problems.NotFound("content: this evidence is a link"),
            var evidence => await SendAsync(db, evidence, response, token),
        };
    }

    private static Task<Attachment?> FindAsync(
        TimelineDbContext db,
        Guid incidentId,
        Guid id,
        CancellationToken token
    ) =>
        db
            .Attachments.AsNoTracking()
            .FirstOrDefaultAsync(a => a.Id == id && a.IncidentId == incidentId, token);

    private static async Task<FileContentHttpResult> SendAsync(
        TimelineDbContext db,
        Attachment evidence,
        HttpResponse response,
        CancellationToken token
    )
    {
        var bytes = await db
            .AttachmentContents.AsNoTracking()
            .Where(c => c.Id == evidence.Id)
            .Select(c => c.Bytes)
            .FirstAsync(token);
        var isImage = ImageType.IsImage(evidence.ContentType);
        var disposition = new ContentDispositionHeaderValue(isImage ? "inline" : "attachment");
        disposition.SetHttpFileName(
            evidence.IsExcerpt ? FileType.Text.NameOf(evidence.FileName) : evidence.FileName
        );
        var headers = response.Headers;
        headers.ContentDisposition = disposition.ToString();
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers["Repr-Digest"] =
            $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(evidence.Sha256))}:";
        // The content never changes, but only this reader may see it.
        headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(
            bytes,
            evidence.ContentType == FileType.Text.MediaType
                ? "text/plain; charset=utf-8"
                : evidence.ContentType,
            entityTag: new($"\"{evidence.Sha256}\"")
        );
    }
}
