using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Evidence;

namespace Pir.Timelines.Features;

/// <summary>Attaches evidence that an incident has to another of its entries.</summary>
public static class AttachEvidence
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/evidence/{evidenceId:guid}/entries", Handle)
            .May(Permissions.WriteTimelines)
            .Audited("evidence-attached", "attached evidence to an entry of {incident}")
            .WithName("AttachEvidence")
            .WithSummary("Attach a piece of evidence to another entry of its incident")
            .ProducesProblem(404)
            .ProducesProblem(409);

    internal static async Task<
        Results<Created<AttachmentResponse>, Ok<AttachmentResponse>, ProblemHttpResult>
    > Handle(
        string incident,
        Guid evidenceId,
        AttachEvidenceRequest request,
        HttpContext http,
        IncidentFinder finder,
        TimelineDbContext db,
        EvidenceStore store,
        CancellationToken token
    )
    {
        if (request.Entry is not { } entry)
        {
            return Problems.Validation("entry", "is required");
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var evidence = await db
            .Attachments.AsNoTracking()
            .FirstOrDefaultAsync(a => a.Id == evidenceId && a.IncidentId == found.Id, token);
        return evidence is null
            ? Problems.NotFound($"evidence {evidenceId} of this incident")
            : await store.AttachAsync(http, found, evidence, entry);
    }
}
