using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

/// <summary>Open incidents that may be about the same as one that is about to be opened.</summary>
internal static class SimilarIncidents
{
    private const int Shown = 5;
    private const int Compared = 500;

    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/similar", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListSimilarIncidents")
            .WithSummary(
                "List open incidents of the same service or with a similar title, likely ones first"
            );

    private static async Task<
        Results<Ok<ItemList<SimilarIncident>>, ProblemHttpResult>
    > HandleAsync(
        string? title,
        string? service,
        DateTimeOffset? detectedAt,
        bool? drill,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var check = new FieldErrors()
            .Length("title", title, TextLengths.Title)
            .Length("service", service, IncidentContext.LongestValue);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var wanted = new Sketch(
            title ?? "",
            Incident.KeyOf(service),
            detectedAt?.UtcDateTime ?? clock.UtcNow()
        );
        return TypedResults.Ok(
            new ItemList<SimilarIncident>(
                await FindAsync(db, wanted, drill ?? false, except: null, token)
            )
        );
    }

    /// <param name="except">The incident that was just opened.</param>
    public static async Task<IReadOnlyList<SimilarIncident>> FindAsync(
        IntakeDbContext db,
        Sketch wanted,
        bool isDrill,
        Guid? except,
        CancellationToken token
    )
    {
        var ranks = IncidentStatuses.Active.Select(s => (int)s).ToList();
        var open = await db
            .Incidents.AsNoTracking()
            .Where(i => ranks.Contains(i.StatusRank) && i.IsDrill == isDrill && i.Id != except)
            .OrderByDescending(i => i.DetectedAt)
            .Take(Compared)
            .ToListAsync(token);
        return
        [
            .. open.Select(i => (Incident: i, Like: Similarity.Between(wanted, SketchOf(i))))
                .Where(c => c.Like is not null)
                .OrderByDescending(c => c.Like!.Score)
                .ThenByDescending(c => c.Incident.Number)
                .Take(Shown)
                .Select(c => new SimilarIncident(c.Incident.ToBrief(), c.Like!.Because)),
        ];
    }

    public static Sketch SketchOf(Incident incident) =>
        new(incident.Title, incident.ServiceKey, incident.DetectedAt);
}
