using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;
using Pir.Timelines.Data;

namespace Pir.Timelines.Features;

/// <summary>
/// Adds the chosen entries of an import, all or none. What was imported before is not added again.
/// </summary>
public static class ImportEntries
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("/imports", Handle)
            .May(Permissions.WriteTimelines)
            .NotAudited(UnauditedBecause.TimelineTells)
            .TakesImports("entries-added", "added entries to the timeline of {incident}")
            .WithName("ImportTimelineEntries")
            .WithSummary(
                "Add up to 500 entries of an import, each once per source and external id; "
                    + "imports/preview finds them"
            )
            .ProducesProblem(404);

    internal static async Task<Results<Ok<ImportEntriesResponse>, ProblemHttpResult>> Handle(
        string incident,
        ImportEntriesRequest request,
        HttpContext http,
        IncidentFinder finder,
        TimelineDbContext db,
        Redactor redactor,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        var errors = RecordEntries.Check(request.Items, PreviewImport.MaxItems, now);
        for (var n = 0; !errors.Any && n < request.Items!.Count; n++)
        {
            var item = request.Items[n];
            errors
                .That(item.ExternalId is not null, $"items[{n}].externalId", "is required")
                .That(item.OccurredAt is not null, $"items[{n}].occurredAt", "is required");
        }

        if (errors.Problem is { } problem)
        {
            return problem;
        }

        if (await finder.FindAsync(incident, token) is not { } found)
        {
            return Problems.NotFound("incident " + incident);
        }

        var author = http.User.ToActor();
        var lines = request.Items!.Select(
            (i, n) =>
                // Entries of one moment keep their order.
                RecordEntry.Write(i, found.Id, now.AddMicroseconds(n), author, redactor)
        );
        var (entries, added) = await RecordEntries.AddAsync(http, db, found, [.. lines], token);
        return TypedResults.Ok(new ImportEntriesResponse(entries, added));
    }
}
