using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>The evidence of an incident, and one piece of it.</summary>
public static class ListEvidence
{
    /// <summary>How much of a text is shown before it is downloaded.</summary>
    private const int Shown = 20_000;

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/evidence", HandleAll)
            .May(Permissions.ReadTimelines)
            .WithName("ListEvidence")
            .WithSummary("List an incident's evidence, oldest first")
            .ProducesProblem(404);
        api.MapGet("/evidence/{evidenceId:guid}", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("GetEvidence")
            .WithSummary("Get a piece of evidence, with the beginning of its text")
            .ProducesProblem(404);
    }

    internal static async Task<
        Results<Ok<ItemList<AttachmentResponse>>, ProblemHttpResult>
    > HandleAll(
        string incident,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var all = await EvidenceList.ReadAsync(db, found.Id, token);
        return TypedResults.Ok(
            new ItemList<AttachmentResponse>([.. all.Items.Select(all.ToResponse)])
        );
    }

    internal static async Task<Results<Ok<AttachmentResponse>, ProblemHttpResult>> Handle(
        string incident,
        Guid evidenceId,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var all = await EvidenceList.ReadAsync(db, found.Id, token);
        if (all.Items.FirstOrDefault(a => a.Id == evidenceId) is not { } evidence)
        {
            return Problems.NotFound($"evidence {evidenceId} of this incident");
        }

        return TypedResults.Ok(
            all.ToResponse(evidence) with
            {
                Beginning = await BeginningAsync(db, evidence, token),
            }
        );
    }

    private static async Task<string?> BeginningAsync(
        TimelineDbContext db,
        Attachment evidence,
        CancellationToken token
    )
    {
        if (evidence.Link is not null || evidence.ContentType != FileType.Text.MediaType)
        {
            return null;
        }

        var bytes = await db
            .AttachmentContents.AsNoTracking()
            .Where(c => c.Id == evidence.Id)
            .Select(c => c.Bytes)
            .FirstAsync(token);
        return (FileType.Decode(bytes) ?? Encoding.UTF8.GetString(bytes)).Truncated(Shown);
    }
}
