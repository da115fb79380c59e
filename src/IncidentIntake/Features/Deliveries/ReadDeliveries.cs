using System.Diagnostics;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Deliveries;

internal static class ReadDeliveries
{
    /// <summary>
    /// Groups of the journal searched for one page, and more while that is quick. A page may
    /// therefore have fewer items than requested and still have a next page.
    /// </summary>
    private const int GroupsPerPage = 200;
    private const int MostGroupsPerPage = 5_000;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/deliveries", ListAsync)
            .May(Permissions.SeeSources)
            .WithName("ListDeliveries")
            .WithSummary("List received webhook deliveries, newest first");
        api.MapGet("/api/deliveries/{id:guid}", GetAsync)
            .May(Permissions.SeeSources)
            .WithName("GetDelivery")
            .WithSummary("Get a webhook delivery with its body")
            .ProducesProblem(404);
    }

    private static async Task<Results<Ok<Paged<DeliveryResponse>>, ProblemHttpResult>> ListAsync(
        string? status,
        Guid? source,
        int? limit,
        string? after,
        IntakeDbContext db,
        SourceDirectory directory,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var page) is { } problem)
        {
            return problem;
        }

        if (!TryParse(status, out var wanted))
        {
            return Problems.Validation("status", "must be failed, accepted or replayed");
        }

        var failed =
            wanted is WebhookDeliveryStatus.Accepted
                ? []
                : await FailedAsync(db, wanted, source, page, token);
        var (accepted, goOn) = wanted is null or WebhookDeliveryStatus.Accepted
            ? await AcceptedAsync(db, source, page, token)
            : ([], null);
        var rows = failed
            .Concat(accepted)
            .OrderByDescending(d => d.ReceivedAt)
            .ThenByDescending(d => d.Id)
            .ToList();
        if (goOn is { } edge)
        {
            // The journal has not been searched beyond this point yet.
            rows.RemoveAll(d => IsBehind(d, edge));
        }

        var items = rows.Take(page.Limit).ToList();
        var next = rows.Count > page.Limit ? new Cursor(items[^1].ReceivedAt, items[^1].Id) : goOn;
        var names = await directory.AllAsync(token);
        return TypedResults.Ok(
            new Paged<DeliveryResponse>(items.ConvertAll(d => Named(d, names)), next?.Encode())
        );
    }

    private static async Task<Results<Ok<DeliveryResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        SourceDirectory directory,
        CancellationToken token
    )
    {
        if (await FindAsync(db, id, token) is not { } found)
        {
            return Problems.NotFound("delivery " + id);
        }

        var (delivery, body) = found;
        return TypedResults.Ok(
            Named(delivery, await directory.AllAsync(token)) with
            {
                Body = body is null ? null : Encoding.UTF8.GetString(body),
                BodyBase64 =
                    body is null || Utf8.IsValid(body) ? null : Convert.ToBase64String(body),
            }
        );
    }

    /// <summary>A delivery and its body, wherever it is stored; null once deleted.</summary>
    internal static async Task<(DeliveryResponse Delivery, byte[]? Body)?> FindAsync(
        IntakeDbContext db,
        Guid id,
        CancellationToken token
    )
    {
        if (
            await db.FailedDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, token) is
            { } failed
        )
        {
            return (
                Describe(failed),
                failed.BodyDroppedAt is null ? PackedBody.Unpack(failed.Body, failed.Size) : null
            );
        }

        var (groupId, position) = DeliveryJournal.Locate(id);
        var group = await db
            .DeliveryGroups.AsNoTracking()
            .SingleOrDefaultAsync(g => g.Id == groupId, token);
        if (group is null || position >= group.Count)
        {
            return null;
        }

        var entry = DeliveryJournal.Unpack(group)[position];
        return (Describe(entry), entry.Body);
    }

    private static async Task<List<DeliveryResponse>> FailedAsync(
        IntakeDbContext db,
        WebhookDeliveryStatus? status,
        Guid? source,
        Paging page,
        CancellationToken token
    )
    {
        var query = db.FailedDeliveries.AsNoTracking();
        if (status is not null)
        {
            query = query.Where(d => d.Status == status);
        }

        if (source is not null)
        {
            query = query.Where(d => d.SourceId == source);
        }

        if (page.After is { } cursor)
        {
            query = query.Where(d =>
                d.ReceivedAt < cursor.Time
                || (d.ReceivedAt == cursor.Time && d.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(d => d.ReceivedAt)
            .ThenByDescending(d => d.Id)
            .Take(page.Take)
            .ToListAsync(token);
        return rows.ConvertAll(Describe);
    }

    /// <summary>
    /// Unpacks groups, newest first, until a page is full. Returns where to continue if it stopped
    /// before the end.
    /// </summary>
    private static async Task<(List<DeliveryResponse> Items, Cursor? GoOn)> AcceptedAsync(
        IntakeDbContext db,
        Guid? source,
        Paging page,
        CancellationToken token
    )
    {
        var items = new List<DeliveryResponse>();
        var query = db.DeliveryGroups.AsNoTracking();
        if (page.After is { } cursor)
        {
            // A group's time is that of its first delivery, so the group with the cursor is still
            // included.
            query = query.Where(g => g.ReceivedAt <= cursor.Time);
        }

        if (await BeginningOfAsync(db, source, token) is { } beginning)
        {
            query = query.Where(g => g.ReceivedAt >= beginning);
        }

        DeliveryGroup? last = null;
        var seen = 0;
        var start = Stopwatch.GetTimestamp();
        await foreach (
            var group in query
                .OrderByDescending(g => g.ReceivedAt)
                .ThenByDescending(g => g.Id)
                .Take(MostGroupsPerPage + 1)
                .AsAsyncEnumerable()
                .WithCancellation(token)
        )
        {
            var isEnough =
                seen >= MostGroupsPerPage
                || (seen >= GroupsPerPage && Stopwatch.GetElapsedTime(start) > Quick);
            seen++;
            if (isEnough || items.Count > page.Limit)
            {
                return (items, new Cursor(last!.ReceivedAt, last.Id));
            }

            last = group;
            items.AddRange(
                DeliveryJournal
                    .Unpack(group)
                    .Where(e =>
                        (source is null || e.SourceId == source)
                        && (page.After is not { } edge || IsBehind(e.ReceivedAt, e.Id, edge))
                    )
                    .Select(Describe)
            );
        }

        return (items, null);
    }

    /// <summary>
    /// When the source was created: it has no deliveries before that. Null for all sources.
    /// </summary>
    private static async Task<DateTime?> BeginningOfAsync(
        IntakeDbContext db,
        Guid? source,
        CancellationToken token
    )
    {
        var made = await db
            .Sources.Where(s => s.Id == source)
            .Select(s => (DateTime?)s.CreatedAt)
            .FirstOrDefaultAsync(token);
        // Its first delivery may share a group with older deliveries of other sources.
        return made?.AddMinutes(-1);
    }

    private static bool IsBehind(DeliveryResponse delivery, Cursor edge) =>
        IsBehind(delivery.ReceivedAt, delivery.Id, edge);

    private static bool IsBehind(DateTime time, Guid id, Cursor edge) =>
        time < edge.Time || (time == edge.Time && id.CompareTo(edge.Id) < 0);

    private static bool TryParse(string? text, out WebhookDeliveryStatus? status)
    {
        status = text?.ToLowerInvariant() switch
        {
            "failed" => WebhookDeliveryStatus.Failed,
            "accepted" => WebhookDeliveryStatus.Accepted,
            "replayed" => WebhookDeliveryStatus.Replayed,
            _ => null,
        };
        return text is null || status is not null;
    }

    private static DeliveryResponse Describe(FailedDelivery d) =>
        new(
            d.Id,
            d.SourceId,
            null,
            d.Kind,
            d.Status,
            d.ReceivedAt,
            d.ContentType,
            d.Size,
            new DeliveryError(d.ErrorCode, d.ErrorDetail),
            d.Accepted,
            d.Ignored,
            d.ReplayedAt,
            BodyDroppedAt: d.BodyDroppedAt
        );

    private static DeliveryResponse Describe(JournalEntry e) =>
        new(
            e.Id,
            e.SourceId,
            null,
            null,
            WebhookDeliveryStatus.Accepted,
            e.ReceivedAt,
            e.ContentType,
            e.Body.Length,
            null,
            e.Accepted,
            e.Ignored,
            Notices: e.Notices.Count > 0 ? e.Notices : null,
            Decisions: e.Decisions.Count > 0 ? e.Decisions : null
        );

    private static DeliveryResponse Named(
        DeliveryResponse delivery,
        IReadOnlyDictionary<Guid, SourceSettings> sources
    ) =>
        sources.TryGetValue(delivery.SourceId, out var source)
            ? delivery with
            {
                SourceName = source.Name,
                Kind = delivery.Kind ?? source.Kind,
            }
            : delivery;
}
