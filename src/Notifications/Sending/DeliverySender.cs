using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Notifications.Domain;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Sending;

/// <summary>
/// Sends due deliveries. A commit with a new delivery wakes it, or the time of the next retry; each
/// second it looks for deliveries that other processes left behind.
/// </summary>
public sealed partial class DeliverySender(
    DeliveryQueue queue,
    OutcomeWriter outcomes,
    WebhookClient client,
    SecretVault vault,
    PirDbServices services,
    IOptions<NotificationOptions> options,
    IOptions<OutboxOptions> outbox,
    ILogger<DeliverySender> logger
) : BackgroundService
{
    private const int RoundSize = 200;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly NotificationOptions _options = options.Value;
    private readonly SendLanes _lanes = new(options.Value.ConcurrencyPerSubscription);
    private readonly ConcurrentDictionary<Guid, Task> _running = new();
    private readonly OutboxSignal _signal = services.Signals.For(typeof(DeliverySender));

    private DateTime Now => services.Clock.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writing = outcomes.RunAsync(Settle);
        using var abort = new CancellationTokenSource();
        await LoopAsync(stoppingToken, abort.Token);

        // Attempts in progress may finish, and their outcomes are written. Waiting deliveries go
        // back. No new attempts start.
        abort.CancelAfter(Grace);
        await Task.WhenAll(_running.Values);
        outcomes.Complete();
        await writing;
        await LeaveAsync();
    }

    private async Task LeaveAsync()
    {
        try
        {
            await queue.FreeOursAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            // Other processes then wait for the leases to expire.
            Log.RoundFailed(logger, exception);
        }
    }

    private async Task LoopAsync(CancellationToken stop, CancellationToken abort)
    {
        var isFirst = outbox.Value.IsOnlyProcess;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (isFirst)
                {
                    await queue.FreeOthersAsync(stop);
                    isFirst = false;
                }

                if (!await FillAsync(stop, abort))
                {
                    await _signal.WaitAsync(await PauseAsync(stop), services.Clock, stop);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The database is unavailable or busy. The rows are still there.
                Log.RoundFailed(logger, exception);
                await _signal.WaitAsync(Idle, services.Clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Starts due deliveries with a free place; true if there may be more.</summary>
    private async Task<bool> FillAsync(CancellationToken stop, CancellationToken abort)
    {
        // The query also finds deliveries whose outcome is not written yet, so the limit is
        // increased by their number.
        var limit = RoundSize + _lanes.Held;
        var due = await queue.FindDueAsync(_lanes.Busy(Now), limit, stop);
        var entered = due.FindAll(d => _lanes.TryEnter(d.Id, d.SubscriptionId));
        if (entered.Count > 0)
        {
            await StartAsync(entered, stop, abort);
        }

        return due.Count == limit && _lanes.Held < SendLanes.Capacity;
    }

    private async Task StartAsync(
        List<DueDelivery> entered,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        var left = entered.ToDictionary(d => d.Id);
        try
        {
            foreach (var job in await queue.TakeAsync(entered, stop))
            {
                left.Remove(job.Id);
                // Starts only after it is in the list, so that it is always removed from it.
                var begin = new TaskCompletionSource(
                    TaskCreationOptions.RunContinuationsAsynchronously
                );
                _running[job.Id] = RunAsync(begin.Task, job, stop, abort);
                begin.SetResult();
            }
        }
        finally
        {
            // Another process was faster, or the database failed.
            foreach (var due in left.Values)
            {
                _lanes.Leave(due.Id, due.SubscriptionId);
            }
        }
    }

    private async Task RunAsync(
        Task begin,
        DeliveryJob job,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        await begin;
        DeliveryOutcome outcome;
        try
        {
            outcome = await ProcessAsync(job, stop, abort);
        }
        catch (OperationCanceledException)
        {
            outcome = DeliveryOutcome.Released(job, Now);
        }
        catch (Exception exception)
        {
            // A bug. The row is rescheduled like any failure, so that it does not loop.
            Log.SendFailed(logger, exception, job.Id);
            var failure = new SendResult(null, DeliveryCause.Connection, null, TimeSpan.Zero);
            outcome = DeliveryOutcome.Of(job, failure, _options, Now, Random.Shared.NextDouble());
        }

        outcomes.Post(outcome);
    }

    private async Task<DeliveryOutcome> ProcessAsync(
        DeliveryJob job,
        CancellationToken stop,
        CancellationToken abort
    )
    {
        if (job.Target is not { } target)
        {
            return DeliveryOutcome.Orphaned(job, Now);
        }

        if (!target.IsEnabled && !job.IsTest)
        {
            return DeliveryOutcome.Stopped(job, Now);
        }

        var slots = _lanes.Slots(job.SubscriptionId);
        await slots.WaitAsync(stop);
        try
        {
            // It waited behind slow deliveries. The next process to take it gets a full lease.
            if (job.LeaseUntil - Now < queue.Reserve || _lanes.IsPaused(job.SubscriptionId, Now))
            {
                return DeliveryOutcome.Released(job, Now);
            }

            return await AttemptAsync(job, target, abort);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<DeliveryOutcome> AttemptAsync(
        DeliveryJob job,
        DeliveryTarget target,
        CancellationToken abort
    )
    {
        using var activity = PirTelemetry.Source.StartActivity(
            "webhook deliver",
            ActivityKind.Client,
            job.TraceParent
        );
        activity
            ?.SetTag("pir.delivery", DeliveryId.ToText(job.Id))
            .SetTag("pir.subscription", job.SubscriptionId)
            .SetTag("pir.event", job.EventType)
            .SetTag("pir.attempt", job.Attempts + 1);
        var result = await SendAsync(job, target, abort);
        Seam.Pass(EventCatalog.Notification, Seam.Sent);
        var outcome = DeliveryOutcome.Of(job, result, _options, Now, Random.Shared.NextDouble());
        Measure(job, result, outcome);
        if (!result.IsSuccess)
        {
            activity?.SetStatus(ActivityStatusCode.Error, result.Error);
            PauseLane(job, result);
        }

        return outcome;
    }

    private Task<SendResult> SendAsync(
        DeliveryJob job,
        DeliveryTarget target,
        CancellationToken abort
    )
    {
        var now = Now;
        string? error = null;
        if (
            TargetUrl.Check(target.Url, _options.AllowPrivateTargets, _options.AllowInsecureTargets)
            is not null
        )
        {
            error = DeliveryCause.InvalidUrl;
        }
        else if (job.Body is null)
        {
            error = DeliveryCause.Expired;
        }

        var secrets = vault.Open(target, now);
        if (secrets is null)
        {
            Log.SecretUnreadable(logger, job.SubscriptionId);
            error ??= DeliveryCause.Secret;
        }

        return error is null
            ? client.SendAsync(
                new Uri(target.Url),
                DeliveryId.ToText(job.Id),
                secrets!,
                job.Body!,
                abort
            )
            : Task.FromResult(new SendResult(null, error, null, TimeSpan.Zero));
    }

    /// <summary>If a receiver asks to wait, all its deliveries wait.</summary>
    private void PauseLane(DeliveryJob job, SendResult result)
    {
        if (result is { StatusCode: 429 or 503, RetryAfter: { } wait })
        {
            var bounded = wait < _options.MaxRetryAfter ? wait : _options.MaxRetryAfter;
            _lanes.Pause(job.SubscriptionId, Now + bounded);
        }
    }

    private void Measure(DeliveryJob job, SendResult result, DeliveryOutcome outcome)
    {
        WebhookMetrics.Attempts.Add(1, WebhookMetrics.Tag("outcome", result.Error ?? "delivered"));
        WebhookMetrics.Duration.Record(result.Duration.TotalSeconds);
        if (result.IsSuccess)
        {
            WebhookMetrics.Latency.Record((Now - job.CreatedAt).TotalSeconds);
        }
        else if (outcome.Status == DeliveryStatus.Failed)
        {
            WebhookMetrics.GivenUp.Add(1);
            Log.GivenUp(logger, job.Id, job.SubscriptionId, outcome.Attempts, result.Error!);
        }
    }

    private void Settle(DeliveryOutcome outcome)
    {
        _running.TryRemove(outcome.Job.Id, out _);
        var makesRoom = _lanes.Leave(outcome.Job.Id, outcome.Job.SubscriptionId);
        if (makesRoom || outcome.Status == DeliveryStatus.Pending)
        {
            _signal.Pulse();
        }
    }

    private async Task<TimeSpan> PauseAsync(CancellationToken stop)
    {
        var next = await queue.NextDueAsync(stop);
        var wait = next is { } at ? at - Now : Idle;
        return wait < Shortest ? Shortest : (wait < Idle ? wait : Idle);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Sending a round of deliveries failed; trying again")]
        public static partial void RoundFailed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Error, "Sending delivery {DeliveryId} failed unexpectedly")]
        public static partial void SendFailed(ILogger logger, Exception exception, Guid deliveryId);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "The secret of subscription {SubscriptionId} cannot be read; the key ring may be lost"
        )]
        public static partial void SecretUnreadable(ILogger logger, Guid subscriptionId);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "Delivery {DeliveryId} to subscription {SubscriptionId} failed for the last time after "
                + "{Attempts} attempts: {Error}"
        )]
        public static partial void GivenUp(
            ILogger logger,
            Guid deliveryId,
            Guid subscriptionId,
            int attempts,
            string error
        );
    }
}
