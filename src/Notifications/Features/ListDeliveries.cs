using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>The deliveries of a subscription, newest first: sent, pending and failed.</summary>
public static class ListDeliveries
{
    public static void MapListDeliveries(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/subscriptions/{id:guid}/deliveries", HandleAsync)
            .May(Permissions.SeeSubscriptions)
            .WithName("ListSubscriptionDeliveries")
            .WithSummary("List a subscription's deliveries")
            .WithDescription(
                "status: any of pending, delivered, failed, disabled, separated by commas."
            )
            .ProducesProblem(404);
        routes
            .MapGet("/subscriptions/{id:guid}/deliveries/{deliveryId}", GetAsync)
            .May(Permissions.SeeSubscriptions)
            .WithName("GetSubscriptionDelivery")
            .WithSummary("Get a delivery")
            .ProducesProblem(404);
    }

    private static async Task<
        Results<Ok<Paged<SubscriberDeliveryResponse>>, ProblemHttpResult>
    > HandleAsync(
        Guid id,
        string? status,
        int? limit,
        string? after,
        NotificationDbContext db,
        CancellationToken token
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } problem)
        {
            return problem;
        }

        if (!TryReadStatuses(status, out var statuses))
        {
            return Problems.Validation(
                "status",
                "must be any of pending, delivered, failed, disabled, separated by commas"
            );
        }

        if (!await db.Subscriptions.AnyAsync(s => s.Id == id, token))
        {
            return Problems.NotFound($"subscription {id}");
        }

        var query = db.Deliveries.AsNoTracking().Where(d => d.SubscriptionId == id);
        if (statuses.Count > 0)
        {
            query = query.Where(d => statuses.Contains(d.Status));
        }

        if (paging.After is { } cursor)
        {
            query = query.Where(d =>
                d.CreatedAt < cursor.Time
                || (d.CreatedAt == cursor.Time && d.Id.CompareTo(cursor.Id) < 0)
            );
        }

        var rows = await query
            .OrderByDescending(d => d.CreatedAt)
            .ThenByDescending(d => d.Id)
            .Take(paging.Take)
            .ToListAsync(token);
        return TypedResults.Ok(
            paging.Cut(rows, d => d.ToResponse(), d => new Cursor(d.CreatedAt, d.Id))
        );
    }

    private static async Task<Results<Ok<SubscriberDeliveryResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        string deliveryId,
        NotificationDbContext db,
        CancellationToken token
    ) =>
        DeliveryId.TryParse(deliveryId, out var key)
        && await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == key, token)
            is { } delivery
        && delivery.SubscriptionId == id
            ? TypedResults.Ok(
                delivery.ToResponse() with
                {
                    Request = await RequestOfAsync(db, delivery, token),
                }
            )
            : Problems.NotFound($"delivery {deliveryId}");

    private static async Task<SentRequest> RequestOfAsync(
        NotificationDbContext db,
        Delivery delivery,
        CancellationToken token
    )
    {
        var url = await db
            .Subscriptions.Where(s => s.Id == delivery.SubscriptionId)
            .Select(s => s.Url)
            .SingleAsync(token);
        var body =
            delivery.TestBody
            ?? await db
                .Events.Where(e => e.EventId == delivery.EventId)
                .Select(e => e.Body)
                .SingleOrDefaultAsync(token);
        return new(
            url,
            CloudEvent.ContentType,
            DeliveryId.ToText(delivery.Id),
            body is null ? null : Encoding.UTF8.GetString(body)
        );
    }

    private static bool TryReadStatuses(string? text, out List<DeliveryStatus> statuses)
    {
        statuses = [];
        foreach (
            var word in text?.Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            ) ?? []
        )
        {
            if (
                !Enum.TryParse<DeliveryStatus>(word, ignoreCase: true, out var status)
                || int.TryParse(word, out _)
            )
            {
                return false;
            }

            statuses.Add(status);
        }

        return true;
    }
}
