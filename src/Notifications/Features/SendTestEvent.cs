using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Sends <c>pir.test.v1</c> to one subscription like any event, but only once, regardless of its
/// filter and even while it is disabled.
/// </summary>
public static class SendTestEvent
{
    /// <summary>How long the caller waits for the outcome.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static void MapSendTestEvent(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/subscriptions/{id:guid}/test", HandleAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("subscription-tested", "sent a test event to {subscription}")
            .WithName(nameof(SendTestEvent))
            .WithSummary("Send a test event")
            .WithDescription(
                "Returns the delivery as soon as the endpoint has responded, or a pending "
                    + "delivery after five seconds."
            )
            .ProducesProblem(404);

    private static async Task<
        Results<Accepted<SubscriberDeliveryResponse>, ProblemHttpResult>
    > HandleAsync(
        Guid id,
        HttpContext http,
        NotificationDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var subscription = await db
            .Subscriptions.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == id, token);
        if (subscription is null)
        {
            return Problems.NotFound($"subscription {id}");
        }

        var now = clock.GetUtcNow();
        var eventId = Guid.CreateVersion7(now);
        var delivery = new Delivery
        {
            Id = DeliveryId.For(eventId, id),
            SubscriptionId = id,
            EventId = eventId,
            EventType = CloudEvent.TestType,
            CreatedAt = now.UtcDateTime,
            NextAttemptAt = now.UtcDateTime,
            TraceParent = System.Diagnostics.Activity.Current?.Id,
            TestBody = CloudEvent.WriteTest(eventId, id, now.UtcDateTime),
        };
        db.Deliveries.Add(delivery);
        db.Audit(http, subscription.ToAuditSubject(), id);
        await db.SaveChangesAsync(token);
        var view = (await WhenSettledAsync(db, delivery, clock, token)).ToResponse();
        return TypedResults.Accepted($"/api/subscriptions/{id}/deliveries/{view.Id}", view);
    }

    /// <summary>
    /// The delivery with its outcome, whichever process sends it. After <see cref="Patience"/>, the
    /// delivery as it is.
    /// </summary>
    private static async Task<Delivery> WhenSettledAsync(
        NotificationDbContext db,
        Delivery delivery,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            await Task.Delay(LookEvery, clock, token);
            var now = await db
                .Deliveries.AsNoTracking()
                .SingleOrDefaultAsync(d => d.Id == delivery.Id, token);
            if (
                now is null
                || now.Status != DeliveryStatus.Pending
                || clock.GetElapsedTime(since) >= Patience
            )
            {
                return now ?? delivery;
            }
        }
    }
}
