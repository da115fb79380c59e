using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Silences;

internal static class ReadSilences
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/silences", ListAsync)
            .May(Permissions.SeeAlertRules)
            .WithName("ListSilences")
            .WithSummary("List silences and maintenance windows, latest end first");
        api.MapGet("/api/silences/{id:guid}", GetAsync)
            .May(Permissions.SeeAlertRules)
            .WithName("GetSilence")
            .WithSummary("Get a silence")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Paged<SilenceResponse>>, ProblemHttpResult>> ListAsync(
        int? limit,
        string? after,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var page) is { } problem)
        {
            return problem;
        }

        var query = db.Silences.AsNoTracking().Where(s => s.DeletedAt == null);
        if (page.After is { } cursor)
        {
            query = query.Where(s =>
                s.Until < cursor.Time || (s.Until == cursor.Time && s.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(s => s.Until)
            .ThenByDescending(s => s.Id)
            .Take(page.Take)
            .ToListAsync(token);
        var held = await db.SuppressedAsync(rows.ConvertAll(s => s.Id), token);
        var now = clock.UtcNow();
        return TypedResults.Ok(
            page.Cut(
                rows,
                s => s.ToResponse(now, held.GetValueOrDefault(s.Id)),
                s => new Cursor(s.Until, s.Id)
            )
        );
    }

    private static async Task<Results<Ok<SilenceResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var silence = await db
            .Silences.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id && s.DeletedAt == null, token);
        if (silence is null)
        {
            return Problems.NotFound("silence " + id);
        }

        var held = await db.SuppressedAsync([id], token);
        return TypedResults.Ok(silence.ToResponse(clock.UtcNow(), held.GetValueOrDefault(id)));
    }
}
