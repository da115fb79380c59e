using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Sending;

/// <summary>A delivery leased by this process, with everything needed to send it.</summary>
/// <param name="Target">Null if the subscription was deleted.</param>
/// <param name="Body">Null if the event is no longer in the log.</param>
public sealed record DeliveryJob(
    Guid Id,
    Guid SubscriptionId,
    string EventType,
    int Series,
    int Attempts,
    string AttemptLog,
    DateTime CreatedAt,
    DateTime NextAttemptAt,
    DateTime LeaseUntil,
    string? TraceParent,
    bool IsTest,
    DeliveryTarget? Target,
    byte[]? Body
);

/// <summary>The target of a delivery, and its encrypted signing secrets.</summary>
public sealed record DeliveryTarget(
    string Url,
    bool IsEnabled,
    string SealedSecret,
    string? SealedPreviousSecret,
    DateTime? PreviousSecretUntil
);

/// <summary>The outcome of a job, to be written.</summary>
/// <param name="Succeeded">
/// For the subscription's record; null if the attempt says nothing about it.
/// </param>
public sealed record DeliveryOutcome(
    DeliveryJob Job,
    DeliveryStatus Status,
    int Attempts,
    string AttemptLog,
    DateTime? NextAttemptAt,
    DateTime At,
    bool? Succeeded = null,
    DisabledReason? Disable = null,
    bool IsOrphan = false
)
{
    /// <summary>Not tried. Any process may take it again immediately.</summary>
    public static DeliveryOutcome Released(DeliveryJob job, DateTime now) =>
        new(job, DeliveryStatus.Pending, job.Attempts, job.AttemptLog, job.NextAttemptAt, now);

    /// <summary>Not tried, because its subscription is disabled.</summary>
    public static DeliveryOutcome Stopped(DeliveryJob job, DateTime now) =>
        new(job, DeliveryStatus.Disabled, job.Attempts, job.AttemptLog, null, now);

    /// <summary>Its subscription was deleted.</summary>
    public static DeliveryOutcome Orphaned(DeliveryJob job, DateTime now) =>
        new(job, DeliveryStatus.Disabled, job.Attempts, job.AttemptLog, null, now, IsOrphan: true);

    /// <summary>
    /// Evaluates an attempt: delivered, retried, given up, or the subscription is disabled.
    /// </summary>
    public static DeliveryOutcome Of(
        DeliveryJob job,
        SendResult result,
        NotificationOptions options,
        DateTime now,
        double random
    )
    {
        var attempts = job.Attempts + 1;
        var attempt = new DeliveryAttempt(
            now,
            result.StatusCode,
            result.Error,
            (int)Math.Min(result.Duration.TotalMilliseconds, int.MaxValue)
        );
        var log = Delivery.Append(job.AttemptLog, attempt);
        bool? counts = job.IsTest ? null : result.IsSuccess;
        if (result.IsSuccess)
        {
            return new(job, DeliveryStatus.Delivered, attempts, log, null, now, counts);
        }

        if (result.Error == DeliveryCause.Gone && !job.IsTest)
        {
            return new(
                job,
                DeliveryStatus.Disabled,
                attempts,
                log,
                null,
                now,
                counts,
                DisabledReason.Gone
            );
        }

        // Somebody is waiting for the result of a test right now, so a retry tomorrow is useless.
        var wait = job.IsTest
            ? null
            : RetrySchedule.Next(
                options.Schedule,
                attempts,
                result.RetryAfter,
                options.MaxRetryAfter,
                random
            );
        return wait is { } w
            ? new(job, DeliveryStatus.Pending, attempts, log, now + w, now, counts)
            : new(job, DeliveryStatus.Failed, attempts, log, null, now, counts);
    }
}
