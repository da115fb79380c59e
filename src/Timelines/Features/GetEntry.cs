using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.Timelines.Data;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>One entry, as it is now.</summary>
public static class GetEntry
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapGet("/{entryId:guid}", Handle)
            .May(Permissions.ReadTimelines)
            .WithName("GetTimelineEntry")
            .WithSummary("Get a timeline entry")
            .ProducesProblem(404);

    internal static async Task<Results<Ok<EntryResponse>, ProblemHttpResult>> Handle(
        string incident,
        Guid entryId,
        IncidentFinder finder,
        TimelineDbContext db,
        CancellationToken token
    )
    {
        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        return await FindAsync(db, found.Id, entryId, token) is { } entry
            ? TypedResults.Ok(
                EntryResponses.From(entry, await AttachmentsOfAsync(db, entry, token))
            )
            : Problems.NotFound($"entry {entryId} on this timeline");
    }

    internal static Task<TimelineEntry?> FindAsync(
        TimelineDbContext db,
        Guid incidentId,
        Guid entryId,
        CancellationToken token
    ) =>
        db
            .Entries.AsNoTracking()
            .FirstOrDefaultAsync(e => e.Id == entryId && e.IncidentId == incidentId, token);

    internal static async Task<IEnumerable<AttachmentResponse>> AttachmentsOfAsync(
        TimelineDbContext db,
        TimelineEntry entry,
        CancellationToken token
    ) => (await EvidenceList.ReadAsync(db, entry.IncidentId, token)).Of(entry.Id);
}
