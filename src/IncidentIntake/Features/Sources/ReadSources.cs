using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Sources;

internal static class ReadSources
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/sources", ListAsync)
            .May(Permissions.SeeSources)
            .WithName("ListSources")
            .WithSummary("List sources, newest first");
        api.MapGet("/api/sources/{id:guid}", GetAsync)
            .May(Permissions.SeeSources)
            .WithName("GetSource")
            .WithSummary("Get a source")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Paged<SourceResponse>>, ProblemHttpResult>> ListAsync(
        int? limit,
        string? after,
        bool? total,
        HttpContext http,
        IntakeDbContext db,
        SourceKeys keys,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var page) is { } problem)
        {
            return problem;
        }

        var all = db.Sources.AsNoTracking().Where(s => s.DeletedAt == null);
        var query = all;
        if (page.After is { } cursor)
        {
            query = query.Where(s =>
                s.CreatedAt < cursor.Time
                || (s.CreatedAt == cursor.Time && s.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(s => s.CreatedAt)
            .ThenByDescending(s => s.Id)
            .Take(page.Take)
            .ToListAsync(token);
        var failures = await SourceFailures.OfAsync(db, rows, token);
        return TypedResults.Ok(
            await page.Cut(
                    rows,
                    s => keys.Describe(s, http, failures.GetValueOrDefault(s.Id)),
                    s => new Cursor(s.CreatedAt, s.Id)
                )
                .WithTotalAsync(total, all, token)
        );
    }

    private static async Task<Results<Ok<SourceResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        SourceKeys keys,
        CancellationToken token
    )
    {
        var source = await db
            .Sources.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id && s.DeletedAt == null, token);
        if (source is null)
        {
            return Problems.NotFound("source " + id);
        }

        var described = keys.Describe(
            source,
            http,
            await SourceFailures.OfAsync(db, source, token)
        );
        return TypedResults.Ok(
            described with
            {
                DroppedBodies = await db.FailedDeliveries.CountAsync(
                    d => d.SourceId == id && d.BodyDroppedAt != null,
                    token
                ),
            }
        );
    }
}
