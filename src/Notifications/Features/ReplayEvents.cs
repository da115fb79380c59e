using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>
/// Replays deliveries. A replayed delivery keeps its id and its <c>webhook-id</c>, so that the
/// receiver can recognise the message.
/// </summary>
public static class ReplayEvents
{
    private const int PageSize = 500;

    public static void MapReplayEvents(this IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/subscriptions/{id:guid}/replay", HandleAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("events-replayed", "replayed events to {subscription}")
            .WithName(nameof(ReplayEvents))
            .WithSummary("Replay one delivery, or all events since a time")
            .ProducesProblem(404)
            .ProducesProblem(409);
        routes
            .MapPost("/subscriptions/{id:guid}/deliveries/{deliveryId}/retry", RetryAsync)
            .May(Permissions.ManageSubscriptions)
            .Audited("delivery-retried", "retried a delivery to {subscription}")
            .WithName("RetryDelivery")
            .WithSummary("Retry a delivery now")
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    private static async Task<
        Results<Accepted<ReplayEventsResponse>, ProblemHttpResult>
    > HandleAsync(
        Guid id,
        ReplayEventsRequest request,
        HttpContext http,
        Replayer replayer,
        CancellationToken token
    )
    {
        if (request.DeliveryId is null == request.Since is null)
        {
            return Problems.Validation("since", "or deliveryId must be given, and not both");
        }

        if (request.DeliveryId is not null)
        {
            var (_, refused) = await replayer.OneAsync(http, id, request.DeliveryId, token);
            return refused is null
                ? TypedResults.Accepted((string?)null, new ReplayEventsResponse(1, null))
                : refused;
        }

        var (view, problem) = await replayer.SinceAsync(http, id, request.Since!.Value, token);
        return view is null ? problem! : TypedResults.Accepted((string?)null, view);
    }

    private static async Task<
        Results<Accepted<SubscriberDeliveryResponse>, ProblemHttpResult>
    > RetryAsync(
        Guid id,
        string deliveryId,
        HttpContext http,
        Replayer replayer,
        CancellationToken token
    )
    {
        var (delivery, problem) = await replayer.OneAsync(http, id, deliveryId, token);
        return delivery is null
            ? problem!
            : TypedResults.Accepted((string?)null, delivery.ToResponse());
    }

    /// <summary>Puts deliveries back in the queue, and creates missing ones.</summary>
    public sealed class Replayer(
        NotificationDbContext db,
        PirDbServices services,
        IOptions<NotificationOptions> options
    )
    {
        private DateTime Now => services.Clock.GetUtcNow().UtcDateTime;

        /// <summary>Retries one delivery. An attempt in progress is left alone.</summary>
        public async Task<(Delivery? Delivery, ProblemHttpResult? Problem)> OneAsync(
            HttpContext http,
            Guid id,
            string deliveryId,
            CancellationToken token
        )
        {
            var (subscription, problem) = await FindAsync(id, token);
            if (subscription is null)
            {
                return (null, problem);
            }

            var found =
                DeliveryId.TryParse(deliveryId, out var key)
                && await db.Deliveries.AnyAsync(d => d.Id == key && d.SubscriptionId == id, token);
            if (!found)
            {
                return (null, Problems.NotFound($"delivery {deliveryId}"));
            }

            if (!await HasBodyAsync(key, token))
            {
                return (
                    null,
                    Problems.Conflict(
                        "event-expired",
                        "The event is no longer stored, so it cannot be sent again."
                    )
                );
            }

            using var turn = await services.WriteGate.EnterAsync(db, token);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            await RequeueAsync([key], token);
            await AuditAsync(http, subscription, token);
            await transaction.CommitAsync(token);
            WakeAfterCommit();
            return (
                await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == key, token),
                null
            );
        }

        /// <summary>Replays all matching events since a time, in steps.</summary>
        public async Task<(ReplayEventsResponse? View, ProblemHttpResult? Problem)> SinceAsync(
            HttpContext http,
            Guid id,
            DateTime since,
            CancellationToken token
        )
        {
            var (subscription, problem) = await FindAsync(id, token);
            if (subscription is null)
            {
                return (null, problem);
            }

            if (since > Now)
            {
                return (null, Problems.Validation("since", "must not be in the future"));
            }

            // The replay takes many commits. The audit entry is written before the first one, so
            // that no crash can lose it.
            await AuditAsync(http, subscription, token);
            var (scheduled, seen) = (0, 0);
            long after = 0;
            while (seen < options.Value.MaxReplay)
            {
                var page = await ReadAsync(since, after, token);
                scheduled += await ScheduleAsync(subscription, page, token);
                if (page.Count < PageSize)
                {
                    return (new(scheduled, null), null);
                }

                (after, seen) = (page[^1].Sequence, seen + page.Count);
            }

            var next = await ReadAsync(since, after, token);
            return (new(scheduled, next.Count > 0 ? next[0].LoggedAt : null), null);
        }

        private Task<int> AuditAsync(
            HttpContext http,
            Subscription subscription,
            CancellationToken token
        )
        {
            db.Audit(http, subscription.ToAuditSubject(), subscription.Id);
            return db.SaveChangesAsync(token);
        }

        private void WakeAfterCommit()
        {
            db.WakeSender();
            services.Signals.For(typeof(NotificationDbContext)).Pulse();
        }

        private async Task<(Subscription?, ProblemHttpResult?)> FindAsync(
            Guid id,
            CancellationToken token
        )
        {
            var subscription = await db
                .Subscriptions.AsNoTracking()
                .SingleOrDefaultAsync(s => s.Id == id, token);
            return subscription switch
            {
                null => (null, Problems.NotFound($"subscription {id}")),
                { IsEnabled: false } => (
                    null,
                    Problems.Conflict(
                        "subscription-disabled",
                        "The subscription is disabled. Enable it first."
                    )
                ),
                _ => (subscription, null),
            };
        }

        private Task<bool> HasBodyAsync(Guid delivery, CancellationToken token) =>
            db.Deliveries.AnyAsync(
                d =>
                    d.Id == delivery
                    && (d.TestBody != null || db.Events.Any(e => e.EventId == d.EventId)),
                token
            );

        private Task<List<LoggedFacts>> ReadAsync(
            DateTime since,
            long after,
            CancellationToken token
        ) =>
            db
                .Events.Where(e => e.LoggedAt >= since && e.Sequence > after)
                .OrderBy(e => e.Sequence)
                .Take(PageSize)
                .Select(e => new LoggedFacts(
                    e.Sequence,
                    e.EventId,
                    e.Type,
                    e.Subject,
                    e.LoggedAt,
                    new EventFacets(e.IncidentId, null, e.Service, e.Severity, e.Team, e.IsSilent)
                ))
                .ToListAsync(token);

        private async Task<int> ScheduleAsync(
            Subscription subscription,
            List<LoggedFacts> events,
            CancellationToken token
        )
        {
            var wanted = events
                .Where(e => subscription.Wants(e.Type, e.Subject, e.Facets))
                .ToDictionary(e => DeliveryId.For(e.EventId, subscription.Id));
            if (wanted.Count == 0)
            {
                return 0;
            }

            var ids = wanted.Keys.ToList();
            var known = await db
                .Deliveries.Where(d => ids.Contains(d.Id))
                .Select(d => d.Id)
                .ToListAsync(token);
            var requeued = await RequeueAsync(known, token);
            var missing = ids.Except(known)
                .Select(i => Missed(subscription, i, wanted[i]))
                .ToList();
            return requeued + await AddAsync(missing, token);
        }

        private async Task<int> AddAsync(List<Delivery> missing, CancellationToken token)
        {
            try
            {
                return await SaveAsync(missing, token);
            }
            catch (DbUpdateException)
            {
                // Somebody else is replaying the same events, and theirs are on the way. Or some
                // of the events have been deleted. Only the rest is scheduled.
                db.DiscardChanges();
                var (ids, events) = (missing.ConvertAll(d => d.Id), missing.ConvertAll(EventOf));
                var there = await db
                    .Deliveries.Where(d => ids.Contains(d.Id))
                    .Select(d => d.Id)
                    .ToListAsync(token);
                var logged = await db
                    .Events.Where(e => events.Contains(e.EventId))
                    .Select(e => e.EventId)
                    .ToListAsync(token);
                return await SaveAsync(
                    missing.FindAll(d => !there.Contains(d.Id) && logged.Contains(EventOf(d))),
                    token
                );
            }
            finally
            {
                db.DiscardChanges();
            }
        }

        private static Guid EventOf(Delivery delivery) => delivery.EventId;

        private async Task<int> SaveAsync(List<Delivery> deliveries, CancellationToken token)
        {
            db.Deliveries.AddRange(deliveries);
            // That an incident was deleted can still be told.
            db.Concerns(
                deliveries
                    .Where(d => EventCatalog.Find(d.EventType) is not { IsDeletion: true })
                    .Select(d => d.IncidentId)
                    .OfType<Guid>()
            );
            await db.SaveChangesAsync(token);
            return deliveries.Count;
        }

        private Delivery Missed(Subscription subscription, Guid id, LoggedFacts fact) =>
            new()
            {
                Id = id,
                SubscriptionId = subscription.Id,
                EventId = fact.EventId,
                EventType = fact.Type,
                IncidentId = fact.Facets.IncidentId,
                CreatedAt = Now,
                NextAttemptAt = Now,
                TraceParent = System.Diagnostics.Activity.Current?.Id,
            };

        private async Task<int> RequeueAsync(List<Guid> ids, CancellationToken token)
        {
            using var turn = await services.WriteGate.EnterAsync(db, token);
            var now = Now;
            var count = await db
                .Deliveries.Where(d => ids.Contains(d.Id))
                .Where(d =>
                    d.Status != DeliveryStatus.Pending || d.Owner == null || d.LeaseUntil < now
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(d => d.Status, DeliveryStatus.Pending)
                            .SetProperty(d => d.Series, d => d.Series + 1)
                            .SetProperty(d => d.Attempts, 0)
                            .SetProperty(d => d.NextAttemptAt, now)
                            .SetProperty(d => d.DeliveredAt, (DateTime?)null)
                            .SetProperty(d => d.Owner, (string?)null)
                            .SetProperty(d => d.LeaseUntil, (DateTime?)null),
                    token
                );
            db.WakeSender();
            return count;
        }

        private sealed record LoggedFacts(
            long Sequence,
            Guid EventId,
            string Type,
            string Subject,
            DateTime LoggedAt,
            EventFacets Facets
        );
    }
}
