using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Features;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Sending;

/// <summary>
/// Writes the outcomes of deliveries. All outcomes that arrive during one commit share the next
/// commit. A row is written only while this process still owns it, so an outcome that comes too
/// late changes nothing.
/// </summary>
public sealed partial class OutcomeWriter(
    IDbContextFactory<NotificationDbContext> factory,
    PirDbServices services,
    IOptions<NotificationOptions> options,
    ILogger<OutcomeWriter> logger
)
{
    private const int MaxBatch = 200;
    private const int MaxTries = 8;

    private readonly Channel<DeliveryOutcome> _channel = Channel.CreateUnbounded<DeliveryOutcome>(
        new() { SingleReader = true }
    );

    private string Me => services.Instance.Name;

    /// <summary>
    /// Queues an outcome. At most <see cref="SendLanes.Capacity"/> wait here: a place in the lanes
    /// is given back only after the write.
    /// </summary>
    public void Post(DeliveryOutcome outcome) => _channel.Writer.TryWrite(outcome);

    /// <summary>Lets <see cref="RunAsync"/> end once everything is written.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <param name="settled">
    /// Called for each job after its write, or after the write was given up.
    /// </param>
    public async Task RunAsync(Action<DeliveryOutcome> settled)
    {
        while (await _channel.Reader.WaitToReadAsync())
        {
            var batch = new List<DeliveryOutcome>();
            while (batch.Count < MaxBatch && _channel.Reader.TryRead(out var outcome))
            {
                batch.Add(outcome);
            }

            await TryWriteAsync(batch);
            batch.ForEach(settled);
        }
    }

    private async Task TryWriteAsync(List<DeliveryOutcome> batch)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(batch);
                return;
            }
            catch (Exception exception) when (attempt < MaxTries)
            {
                // Retry the write, not the delivery.
                Log.WriteFailed(logger, exception, batch.Count);
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), services.Clock);
            }
            catch (Exception exception)
            {
                // The leases expire and the deliveries are sent again, with the same webhook-id.
                Log.WriteGivenUp(logger, exception, batch.Count);
                return;
            }
        }
    }

    private async Task WriteAsync(List<DeliveryOutcome> batch)
    {
        await using var db = await factory.CreateDbContextAsync();
        using var turn = await services.WriteGate.EnterAsync(db, CancellationToken.None);
        await using var transaction = await db.Database.BeginTransactionAsync();
        // In key order, like every writer, so that two replicas do not deadlock.
        foreach (var outcome in batch.OrderBy(o => o.Job.Id))
        {
            await WriteDeliveryAsync(db, outcome);
        }

        var isTold = false;
        foreach (var group in batch.GroupBy(o => o.Job.SubscriptionId).OrderBy(g => g.Key))
        {
            isTold |= await WriteSubscriptionAsync(db, group.Key, [.. group]);
        }

        await transaction.CommitAsync();
        if (isTold)
        {
            Seam.Pass(EventCatalog.Notification, Seam.Committed);
            services.Signals.For(typeof(NotificationDbContext)).Pulse();
        }
    }

    private async Task WriteDeliveryAsync(NotificationDbContext db, DeliveryOutcome outcome)
    {
        var job = outcome.Job;
        var held = db.Deliveries.Where(d =>
            d.Id == job.Id
            && d.Owner == Me
            && d.Series == job.Series
            && d.Status == DeliveryStatus.Pending
        );
        if (outcome.IsOrphan)
        {
            await held.ExecuteDeleteAsync();
            return;
        }

        DateTime? deliveredAt = outcome.Status == DeliveryStatus.Delivered ? outcome.At : null;
        await held.ExecuteUpdateAsync(s =>
            s.SetProperty(d => d.Status, outcome.Status)
                .SetProperty(d => d.Attempts, outcome.Attempts)
                .SetProperty(d => d.AttemptLog, outcome.AttemptLog)
                .SetProperty(d => d.NextAttemptAt, outcome.NextAttemptAt)
                .SetProperty(d => d.DeliveredAt, deliveredAt)
                .SetProperty(d => d.Owner, (string?)null)
                .SetProperty(d => d.LeaseUntil, (DateTime?)null)
        );
    }

    /// <returns>Whether there is an event to publish.</returns>
    private async Task<bool> WriteSubscriptionAsync(
        NotificationDbContext db,
        Guid id,
        List<DeliveryOutcome> outcomes
    )
    {
        var tried = outcomes.FindAll(o => o.Succeeded is not null);
        if (tried.Count == 0)
        {
            return false;
        }

        var at = tried.Max(o => o.At);
        var subscription = db.Subscriptions.Where(s => s.Id == id);
        if (tried.Exists(o => o.Succeeded == true))
        {
            await subscription.ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.LastAttemptAt, at)
                    .SetProperty(x => x.LastSuccessAt, at)
                    .SetProperty(x => x.FailingSince, (DateTime?)null)
                    .SetProperty(x => x.Failures, 0)
            );
        }
        else
        {
            await subscription.ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.LastAttemptAt, at)
                    .SetProperty(x => x.Failures, x => x.Failures + tried.Count)
            );
            await subscription
                .Where(s => s.FailingSince == null)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.FailingSince, at));
            await DisableFailingAsync(db, id, at);
        }

        if (tried.Find(o => o.Disable is not null) is { Disable: { } reason })
        {
            await DisableAsync(db, subscription, id, reason, at);
        }

        return await TellHealthAsync(db, id, at);
    }

    /// <summary>Publishes changed health. This transaction has already locked the row.</summary>
    private static async Task<bool> TellHealthAsync(NotificationDbContext db, Guid id, DateTime now)
    {
        var turned = await db.Subscriptions.SingleOrDefaultAsync(s =>
            s.Id == id && s.IsFailureTold != (s.FailingSince != null)
        );
        if (turned is null)
        {
            return false;
        }

        var cause = await db.CauseAsync(turned, CancellationToken.None);
        if (!db.TellHealth(turned, cause, now))
        {
            return false;
        }

        await db.SaveChangesAsync();
        return true;
    }

    private Task DisableFailingAsync(NotificationDbContext db, Guid id, DateTime now)
    {
        var limit = now - options.Value.DisableAfter;
        var failing = db.Subscriptions.Where(s => s.Id == id && s.FailingSince < limit);
        return DisableAsync(db, failing, id, DisabledReason.Failing, now);
    }

    private async Task DisableAsync(
        NotificationDbContext db,
        IQueryable<Subscription> subscription,
        Guid id,
        DisabledReason reason,
        DateTime now
    )
    {
        var disabled = await subscription
            .Where(s => s.IsEnabled)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(x => x.IsEnabled, false)
                    .SetProperty(x => x.DisabledReason, reason)
                    .SetProperty(x => x.DisabledAt, now)
                    .SetProperty(x => x.UpdatedAt, now)
                    .SetProperty(x => x.Version, x => x.Version + 1)
            );
        if (disabled == 1)
        {
            await db.StopPendingAsync(id, now, CancellationToken.None);
            Log.Disabled(logger, id, reason);
            WebhookMetrics.Disabled.Add(1, WebhookMetrics.Tag("reason", reason.ToString()));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Writing the outcomes of {Count} deliveries failed; trying again"
        )]
        public static partial void WriteFailed(ILogger logger, Exception exception, int count);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Writing the outcomes of {Count} deliveries failed; the deliveries will be sent again"
        )]
        public static partial void WriteGivenUp(ILogger logger, Exception exception, int count);

        [LoggerMessage(3, LogLevel.Warning, "Subscription {SubscriptionId} is disabled: {Reason}")]
        public static partial void Disabled(
            ILogger logger,
            Guid subscriptionId,
            DisabledReason reason
        );
    }
}
