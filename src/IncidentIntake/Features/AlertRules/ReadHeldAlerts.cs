using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.References;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.AlertRules;

internal static class ReadHeldAlerts
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/held-alerts", ListAsync)
            .May(Permissions.SeeAlertRules)
            .WithName("ListHeldAlerts")
            .WithSummary("List alerts that a rule or silence held back, last seen first");

    private static async Task<Results<Ok<Paged<HeldAlertResponse>>, ProblemHttpResult>> ListAsync(
        string? state,
        Guid? silence,
        Guid? rule,
        int? limit,
        string? after,
        IntakeDbContext db,
        SourceDirectory directory,
        CancellationToken token
    )
    {
        HeldAlertState? wanted = Enum.TryParse<HeldAlertState>(state, true, out var parsed)
            ? parsed
            : null;
        var errors = new FieldErrors()
            .That(
                state is null || (wanted is not null && !char.IsDigit(state[0])),
                "state",
                "must be waiting, suppressed, ended or released"
            )
            .Paging(limit, after, out var page);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var query = db
            .HeldAlerts.AsNoTracking()
            .Where(h =>
                (wanted == null || h.State == wanted)
                && (silence == null || h.SilenceId == silence)
                && (rule == null || h.RuleId == rule)
            );
        if (page.After is { } cursor)
        {
            query = query.Where(h =>
                h.LastSeenAt < cursor.Time
                || (h.LastSeenAt == cursor.Time && h.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(h => h.LastSeenAt)
            .ThenByDescending(h => h.Id)
            .Take(page.Take)
            .ToListAsync(token);
        var names = await NamesAsync(db, rows, token);
        var sources = await directory.AllAsync(token);
        return TypedResults.Ok(
            page.Cut(
                rows,
                h => Describe(h, names, sources.GetValueOrDefault(h.SourceId)?.Name),
                h => new Cursor(h.LastSeenAt, h.Id)
            )
        );
    }

    /// <summary>What the rules, silences and incidents are called.</summary>
    private static async Task<Dictionary<Guid, string>> NamesAsync(
        IntakeDbContext db,
        List<HeldAlert> rows,
        CancellationToken token
    )
    {
        var ids = rows.SelectMany(h => new[] { h.RuleId, h.SilenceId, h.IncidentId })
            .OfType<Guid>()
            .Distinct()
            .ToList();
        var rules = await db
            .AlertRules.Where(r => ids.Contains(r.Id))
            .ToDictionaryAsync(r => r.Id, r => r.Name, token);
        var silences = await db
            .Silences.Where(s => ids.Contains(s.Id))
            .ToDictionaryAsync(s => s.Id, s => s.Reason, token);
        var incidents = await db
            .Incidents.Where(i => ids.Contains(i.Id))
            .Select(i => new { i.Id, i.Number })
            .ToDictionaryAsync(i => i.Id, i => Reference.OfIncident(i.Number), token);
        return rules.Concat(silences).Concat(incidents).ToDictionary(n => n.Key, n => n.Value);
    }

    private static HeldAlertResponse Describe(
        HeldAlert held,
        Dictionary<Guid, string> names,
        string? source
    ) =>
        new(
            held.Id,
            held.State,
            held.Title,
            held.ToIncoming().Fingerprint,
            held.Severity,
            held.Service,
            held.SourceId,
            source,
            held.RuleId,
            NameOf(held.RuleId, names),
            held.SilenceId,
            NameOf(held.SilenceId, names),
            held.StartsAt,
            held.EndsAt,
            held.FirstSeenAt,
            held.LastSeenAt,
            held.Occurrences,
            NameOf(held.IncidentId, names)
        );

    private static string? NameOf(Guid? id, Dictionary<Guid, string> names) =>
        id is { } known ? names.GetValueOrDefault(known) : null;
}
