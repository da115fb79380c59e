using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Domain;
using Pir.Timelines.Evidence;

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
            .Audited("evidence-added", "added evidence to {incident}")
            .TakesImports()
            .WithMetadata(new BodyLimit())
            .ReadsQuery(FileUpload.Fields)
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
        EvidenceReader reader,
        EvidenceStore store,
        IOptions<TimelineOptions> options,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var (upload, refusal) = await FileUpload.ReadAsync(
            request,
            options.Value.MaxImageBytes,
            clock.UtcNow(),
            token
        );
        if (upload is null)
        {
            return refusal!;
        }

        if (ImageType.Of(upload.Bytes) is null)
        {
            return Problems.Problem(
                415,
                "not-an-image",
                "Not an image",
                "The file is not a PNG, JPEG, GIF or WebP image. Only these can be added."
            );
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        return await store.AddAsync(
            request.HttpContext,
            found,
            reader.Read(upload with { Entries = [entryId] })
        );
    }

    /// <summary>Above the process' limit; <see cref="FileUpload"/> enforces the setting.</summary>
    internal sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize =>
            TimelineOptions.LargestFile + TimelineOptions.FormOverhead;
    }
}
