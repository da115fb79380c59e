using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class ReadAlerts
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/{incident}/alerts", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListAlerts")
            .WithSummary(
                "List an incident's alerts, latest start first; for a merged one those that it "
                    + "handed over"
            )
            .ProducesProblem(404);

    private static async Task<Results<Ok<Paged<AlertResponse>>, ProblemHttpResult>> HandleAsync(
        string incident,
        int? limit,
        string? after,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var page) is { } problem)
        {
            return problem;
        }

        var id = await db
            .Incidents.Named(incident)
            .Select(i => (Guid?)i.Id)
            .SingleOrDefaultAsync(token);
        if (id is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var query = db.Alerts.AsNoTracking().Where(a => a.IncidentId == id || a.MergedFromId == id);
        if (page.After is { } cursor)
        {
            query = query.Where(a =>
                a.StartsAt < cursor.Time
                || (a.StartsAt == cursor.Time && a.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(a => a.StartsAt)
            .ThenByDescending(a => a.Id)
            .Take(page.Take)
            .ToListAsync(token);
        var rules = await RulesOfAsync(db, rows, token);
        return TypedResults.Ok(
            page.Cut(
                rows,
                a => Describe(a, a.RuleId is { } rule ? rules.GetValueOrDefault(rule) : null),
                a => new Cursor(a.StartsAt, a.Id)
            )
        );
    }

    private static async Task<Dictionary<Guid, string>> RulesOfAsync(
        IntakeDbContext db,
        List<Alert> alerts,
        CancellationToken token
    )
    {
        var ids = alerts.Select(a => a.RuleId).OfType<Guid>().Distinct().ToList();
        return ids.Count == 0
            ? []
            : await db
                .AlertRules.Where(r => ids.Contains(r.Id))
                .ToDictionaryAsync(r => r.Id, r => r.Name, token);
    }

    private static AlertResponse Describe(Alert a, string? rule) =>
        new(
            a.Id,
            a.Fingerprint,
            a.Status,
            a.Title,
            a.Description,
            a.Severity,
            a.Service,
            a.StartsAt,
            a.EndsAt,
            a.Url,
            a.RunbookUrl,
            a.Occurrences,
            a.LastSeenAt,
            a.Labels is null ? null : JsonElement.Parse(a.Labels),
            a.Annotations is null ? null : JsonElement.Parse(a.Annotations),
            rule
        );
}
