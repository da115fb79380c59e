using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Data;

/// <summary>
/// Removes old deliveries, and bodies of failed ones if a source has too many. Works in small
/// batches so that no long write delays alerts.
/// </summary>
public sealed partial class DeliveryRetention(
    IDbContextFactory<IntakeDbContext> factory,
    IOptions<IntakeOptions> options,
    PirDbServices services,
    ILogger<DeliveryRetention> logger
) : BackgroundService
{
    private const int BatchSize = 200;

    // A tool that sends unreadable bodies sends many of them.
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, services.Clock);
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

    /// <summary>Removes everything beyond the limits in the options.</summary>
    public async Task CleanAsync(CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        var now = services.Clock.GetUtcNow().UtcDateTime;
        var before = now - options.Value.KeepDeliveries;
        await InBatchesAsync(
            db,
            () =>
                db
                    .DeliveryGroups.Where(g => g.ReceivedAt < before)
                    .OrderBy(g => g.ReceivedAt)
                    .Select(g => g.Id)
                    .Take(BatchSize)
                    .ToListAsync(token),
            ids => db.DeliveryGroups.Where(g => ids.Contains(g.Id)).ExecuteDeleteAsync(token),
            token
        );
        var failedBefore = now - options.Value.KeepFailedDeliveries;
        await InBatchesAsync(
            db,
            () =>
                db
                    .FailedDeliveries.Where(d => d.ReceivedAt < failedBefore)
                    .OrderBy(d => d.ReceivedAt)
                    .Select(d => d.Id)
                    .Take(BatchSize)
                    .ToListAsync(token),
            ids => db.FailedDeliveries.Where(d => ids.Contains(d.Id)).ExecuteDeleteAsync(token),
            token
        );
        await ForgetAlertsAsync(db, before, failedBefore, token);
        await DropBodiesAsync(db, now, token);
    }

    /// <summary>Forgets what rules remember of alerts that are long over.</summary>
    private async Task ForgetAlertsAsync(
        IntakeDbContext db,
        DateTime before,
        DateTime longBefore,
        CancellationToken token
    )
    {
        await InBatchesAsync(
            db,
            () =>
                db
                    .HeldAlerts.Where(h =>
                        h.LastSeenAt < longBefore
                        || (
                            h.LastSeenAt < before
                            && (
                                h.State == HeldAlertState.Ended
                                || h.State == HeldAlertState.Released
                            )
                        )
                    )
                    .Select(h => h.Key)
                    .Take(BatchSize)
                    .ToListAsync(token),
            keys => db.HeldAlerts.Where(h => keys.Contains(h.Key)).ExecuteDeleteAsync(token),
            token
        );
        await InBatchesAsync(
            db,
            () =>
                db
                    .AlertGroups.Where(g =>
                        g.SeenAt < before
                        && !db.Incidents.Any(i =>
                            (
                                i.Id == g.IncidentId
                                || db.Incidents.Any(m =>
                                    m.Id == g.IncidentId && m.MergedIntoId == i.Id
                                )
                            )
                            && i.Status != IncidentStatus.Resolved
                            && i.Status != IncidentStatus.Closed
                        )
                    )
                    .Select(g => g.Key)
                    .Take(BatchSize)
                    .ToListAsync(token),
            keys => db.AlertGroups.Where(g => keys.Contains(g.Key)).ExecuteDeleteAsync(token),
            token
        );
    }

    private async Task DropBodiesAsync(IntakeDbContext db, DateTime now, CancellationToken token)
    {
        var kept = options.Value.KeepFailedBodies;
        var bodies = db.FailedDeliveries.Where(d => d.BodyDroppedAt == null);
        // One source at a time: each query reads only the bodies that the source still has.
        foreach (var source in await db.Sources.Select(s => s.Id).ToListAsync(token))
        {
            await InBatchesAsync(
                db,
                () =>
                    bodies
                        .Where(d => d.SourceId == source)
                        .OrderByDescending(d => d.ReceivedAt)
                        .ThenByDescending(d => d.Id)
                        .Skip(kept)
                        .Select(d => d.Id)
                        .Take(BatchSize)
                        .ToListAsync(token),
                ids =>
                    bodies
                        .Where(d => ids.Contains(d.Id))
                        .ExecuteUpdateAsync(
                            d =>
                                d.SetProperty(x => x.Body, Array.Empty<byte>())
                                    .SetProperty(x => x.BodyDroppedAt, now),
                            token
                        ),
                token
            );
        }
    }

    private async Task InBatchesAsync(
        IntakeDbContext db,
        Func<Task<List<Guid>>> find,
        Func<List<Guid>, Task<int>> delete,
        CancellationToken token
    )
    {
        while (await find() is { Count: > 0 } ids)
        {
            using var turn = await services.WriteGate.EnterAsync(db, token);
            await delete(ids);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Could not remove old deliveries; retrying in a few minutes"
        )]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
