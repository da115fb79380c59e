using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;

namespace Pir.Timelines.Features;

/// <summary>
/// The bytes of an image, as they were sent. An uploaded file must not run as code on our address,
/// so it is served only as an image.
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

        var attachment = await db
            .Attachments.AsNoTracking()
            .FirstOrDefaultAsync(
                a => a.Id == attachmentId && a.EntryId == entryId && a.IncidentId == found.Id,
                token
            );
        if (attachment is null)
        {
            return Problems.NotFound($"image {attachmentId} at this entry");
        }

        var bytes = await db
            .AttachmentContents.AsNoTracking()
            .Where(c => c.Id == attachmentId)
            .Select(c => c.Bytes)
            .FirstAsync(token);
        var disposition = new ContentDispositionHeaderValue("inline");
        disposition.SetHttpFileName(attachment.FileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // The image never changes, but only this reader may see it.
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return TypedResults.Bytes(
            bytes,
            attachment.ContentType,
            entityTag: new($"\"{attachment.Sha256}\"")
        );
    }
}
