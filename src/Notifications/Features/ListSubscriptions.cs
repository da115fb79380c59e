using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Notifications.Data;
using Pir.Notifications.Sending;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>Lists subscriptions, newest first.</summary>
public static class ListSubscriptions
{
    public static void MapListSubscriptions(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/subscriptions", HandleAsync)
            .May(Permissions.SeeSubscriptions)
            .WithName(nameof(ListSubscriptions))
            .WithSummary("List subscriptions");
        routes
            .MapGet("/subscriptions/{id:guid}", GetAsync)
            .May(Permissions.SeeSubscriptions)
            .WithName("GetSubscription")
            .WithSummary("Get a subscription")
            .ProducesProblem(404);
    }

    private static async Task<
        Results<Ok<Paged<SubscriptionResponse>>, ProblemHttpResult>
    > HandleAsync(
        int? limit,
        string? after,
        bool? total,
        NotificationDbContext db,
        SecretVault vault,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } problem)
        {
            return problem;
        }

        var all = db.Subscriptions.AsNoTracking();
        var query = all;
        if (paging.After is { } cursor)
        {
            query = query.Where(s =>
                s.CreatedAt < cursor.Time
                || (s.CreatedAt == cursor.Time && s.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(s => s.CreatedAt)
            .ThenByDescending(s => s.Id)
            .Take(paging.Take)
            .ToListAsync(token);
        var causes = await db.CausesAsync(rows, token);
        var now = clock.GetUtcNow().UtcDateTime;
        return TypedResults.Ok(
            await paging
                .Cut(
                    rows,
                    s => s.ToResponse(now, causes.GetValueOrDefault(s.Id), vault),
                    s => new(s.CreatedAt, s.Id)
                )
                .WithTotalAsync(total, all, token)
        );
    }

    private static async Task<Results<Ok<SubscriptionResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        NotificationDbContext db,
        SecretVault vault,
        TimeProvider clock,
        CancellationToken token
    ) =>
        await db.Subscriptions.FindAsync([id], token) is { } subscription
            ? TypedResults.Ok(
                subscription.ToResponse(
                    clock.GetUtcNow().UtcDateTime,
                    await db.CauseAsync(subscription, token),
                    vault
                )
            )
            : Problems.NotFound($"subscription {id}");
}
