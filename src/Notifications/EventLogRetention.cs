using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Notifications.Data;
using Pir.Platform.Persistence;

namespace Pir.Notifications;

/// <summary>
/// Deletes events and settled deliveries that are older than
/// <see cref="NotificationOptions.KeepEvents"/>, in small batches.
/// </summary>
public sealed partial class EventLogRetention(
    IDbContextFactory<NotificationDbContext> factory,
    PirDbServices services,
    IOptions<NotificationOptions> options,
    ILogger<EventLogRetention> logger
) : BackgroundService
{
    private const int BatchSize = 1_000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Deletes everything that is too old now.</summary>
    public async Task CleanAsync(CancellationToken token)
    {
        var before = services.Clock.GetUtcNow().UtcDateTime - options.Value.KeepEvents;
        await using var db = await factory.CreateDbContextAsync(token);
        // The newest event stays, whatever its age, because it has the current number.
        var newest = await db.Events.MaxAsync(e => (long?)e.Sequence, token) ?? 0;
        await RepeatAsync(db, () => CleanEventsAsync(db, before, newest, token), token);
        await RepeatAsync(db, () => CleanDeliveriesAsync(db, before, token), token);
        await RepeatAsync(db, () => CleanTellingsAsync(db, before, token), token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Replicas that start together should not clean up together.
        using var timer = new PeriodicTimer(
            Period * (0.8 + (Random.Shared.NextDouble() * 0.4)),
            services.Clock
        );
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception);
            }
        }
    }

    private async Task RepeatAsync(
        NotificationDbContext db,
        Func<Task<int>> clean,
        CancellationToken token
    )
    {
        int removed;
        do
        {
            using var turn = await services.WriteGate.EnterAsync(db, token);
            removed = await clean();
        } while (removed == BatchSize);
    }

    private static async Task<int> CleanEventsAsync(
        NotificationDbContext db,
        DateTime before,
        long newest,
        CancellationToken token
    )
    {
        var ids = await db
            .Events.Where(e => e.LoggedAt < before && e.Sequence < newest)
            .OrderBy(e => e.LoggedAt)
            .Select(e => e.Sequence)
            .Take(BatchSize)
            .ToListAsync(token);
        return ids.Count == 0
            ? 0
            : await db.Events.Where(e => ids.Contains(e.Sequence)).ExecuteDeleteAsync(token);
    }

    private static async Task<int> CleanDeliveriesAsync(
        NotificationDbContext db,
        DateTime before,
        CancellationToken token
    )
    {
        var ids = await db
            .Deliveries.Where(d => d.CreatedAt < before && d.Status != DeliveryStatus.Pending)
            .OrderBy(d => d.CreatedAt)
            .Select(d => d.Id)
            .Take(BatchSize)
            .ToListAsync(token);
        return ids.Count == 0
            ? 0
            : await db.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(token);
    }

    /// <summary>Without its delivery, its outcome is unknown.</summary>
    private static async Task<int> CleanTellingsAsync(
        NotificationDbContext db,
        DateTime before,
        CancellationToken token
    )
    {
        var ids = await db
            .Tellings.Where(t => t.At < before && !db.Deliveries.Any(d => d.Id == t.DeliveryId))
            .OrderBy(t => t.At)
            .Select(t => t.Id)
            .Take(BatchSize)
            .ToListAsync(token);
        return ids.Count == 0
            ? 0
            : await db.Tellings.Where(t => ids.Contains(t.Id)).ExecuteDeleteAsync(token);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Cleaning up the event log failed; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
