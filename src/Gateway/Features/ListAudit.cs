using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Audit;
using Pir.Gateway.Data;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>The audit log, newest first.</summary>
internal static class ListAudit
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/api/audit", HandleAsync)
            .May(Permissions.ReadAuditLog)
            .WithTags("Audit")
            .WithName("ListAudit")
            .WithSummary("List audit entries, newest first");
        api.MapGet("/api/audit/actions", ListActionsAsync)
            .May(Permissions.ReadAuditLog)
            .WithTags("Audit")
            .WithName("ListAuditActions")
            .WithSummary("List the actions in the audit log, to filter by");
    }

    private static async Task<Results<Ok<Paged<AuditLine>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] AuditFilter filter,
        GatewayDbContext db,
        CancellationToken cancellationToken,
        int? limit = null,
        string? after = null,
        bool? total = null
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } refusal)
        {
            return refusal;
        }

        var all = filter.Of(db.Audit.AsNoTracking());
        var log = all;
        if (paging.After is var (time, last))
        {
            log = log.Where(a => a.At < time || (a.At == time && a.EntryId.CompareTo(last) < 0));
        }

        var rows = await log.Take(paging.Take).ToListAsync(cancellationToken);
        return TypedResults.Ok(
            await paging
                .Cut(rows, ToLine, a => new Cursor(a.At, a.EntryId))
                .WithTotalAsync(total, all, cancellationToken)
        );
    }

    private static async Task<Ok<AuditActionList>> ListActionsAsync(
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        var known = await db
            .Audit.Where(a => !AuditFilter.Progress.Contains(a.Action))
            .Select(a => new { a.Action, a.Words })
            .Distinct()
            .ToListAsync(cancellationToken);
        var choices = known
            .GroupBy(a => a.Action, a => a.Words, StringComparer.Ordinal)
            .Select(g => new AuditAction(g.Key, Describe(g.Key, g.Max(StringComparer.Ordinal)!)));
        return TypedResults.Ok(
            new AuditActionList([.. choices.OrderBy(c => c.Text, StringComparer.Ordinal)])
        );
    }

    private static string Describe(string action, string words) =>
        AuditSentence.Describe(
            words.Length > 0
                ? words
                : AuditActions.Words.GetValueOrDefault(action, action.Replace('-', ' '))
        );

    private static AuditLine ToLine(AuditEntry a) =>
        new(
            a.EntryId,
            a.At,
            a.Action,
            a.WordsToShow,
            a.Actor,
            a.Subject,
            a.Sentence.ToString(),
            a.Detail,
            a.Address
        );
}
