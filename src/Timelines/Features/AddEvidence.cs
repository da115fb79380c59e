using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Domain;
using Pir.Timelines.Evidence;

namespace Pir.Timelines.Features;

/// <summary>
/// Adds evidence to an incident and its entries: an excerpt of text or a link in JSON, or a file.
/// The same evidence is added only once.
/// </summary>
public static class AddEvidence
{
    public const int MaxText = 500_000;

    internal static void Map(RouteGroupBuilder api)
    {
        Declare(api.MapPost("/evidence", Handle))
            .WithName("AddEvidence")
            .WithSummary(
                "Add an excerpt of text or a link as evidence; secrets are taken out of it, and "
                    + "links are never fetched"
            );
        Declare(api.MapPost("/evidence/files", HandleFile))
            .WithMetadata(new AttachImage.BodyLimit())
            .ReadsQuery(FileUpload.Fields)
            .WithName("AddEvidenceFile")
            .WithSummary(
                "Add a file as evidence: as the body, with name, alt, capturedAt, entry and "
                    + "replaces in the query, or as a form with these fields and file"
            )
            .Accepts<IFormFile>("multipart/form-data", "application/octet-stream")
            .ProducesProblem(413);
    }

    private static RouteHandlerBuilder Declare(RouteHandlerBuilder endpoint) =>
        endpoint
            .May(Permissions.WriteTimelines)
            .Audited("evidence-added", "added evidence to {incident}")
            .TakesImports()
            .ProducesProblem(404)
            .ProducesProblem(409);

    internal static async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > Handle(
        string incident,
        AddEvidenceRequest request,
        HttpContext http,
        IncidentFinder finder,
        EvidenceReader reader,
        EvidenceStore store,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (Check(request, clock.UtcNow()).Problem is { } problem)
        {
            return problem;
        }

        return await finder.FindAsync(incident, token) is { } found
            ? await store.AddAsync(http, found, reader.Read(request))
            : Problems.NotFound("incident " + incident);
    }

    internal static async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > HandleFile(
        string incident,
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
            options.Value.MaxEvidenceBytes,
            clock.UtcNow(),
            token
        );
        if (upload is null)
        {
            return refusal!;
        }

        if (upload.Bytes.Length == 0)
        {
            return Problems.Validation("file", "must not be empty");
        }

        return await finder.FindAsync(incident, token) is { } found
            ? await store.AddAsync(request.HttpContext, found, reader.Read(upload))
            : Problems.NotFound("incident " + incident);
    }

    private static FieldErrors Check(AddEvidenceRequest request, DateTime now)
    {
        var isLink = request.Link.TrimmedOrNull() is not null;
        return new FieldErrors()
            .That(
                isLink || !string.IsNullOrWhiteSpace(request.Text),
                "text",
                "is required unless there is a link"
            )
            .That(!isLink || request.Text is null, "link", "must not be sent together with text")
            .Length("text", request.Text, MaxText)
            .Check("link", isLink ? EntryRules.CheckLink(request.Link) : null)
            .Length("name", request.Name, Attachment.MaxFileName)
            .Length("alt", request.Alt, Attachment.MaxAlt)
            .Check("capturedAt", request.CapturedAt is { } at ? TimeRules.CheckPast(at, now) : null)
            .That(
                (request.Entries?.Count ?? 0) <= Attachment.MaxPerEntry,
                "entries",
                $"must be at most {Attachment.MaxPerEntry} entries"
            );
    }
}
