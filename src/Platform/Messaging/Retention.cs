using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Every minute, deletes inbox entries older than seven days, in small batches so that no long
/// write transaction blocks others.
/// </summary>
public sealed partial class Retention(
    IServiceProvider provider,
    IEnumerable<PirDatabase> databases,
    PirDbServices services,
    ILogger<Retention> logger
) : BackgroundService
{
    private const int BatchSize = 5_000;
    private const int BatchesPerRound = 20;
    private static readonly TimeSpan KeepInbox = TimeSpan.FromDays(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(
            TimeSpan.FromMinutes(1) * (0.8 + (Random.Shared.NextDouble() * 0.4)),
            services.Clock
        );
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var database in databases)
            {
                try
                {
                    await using var scope = provider.CreateAsyncScope();
                    await using var db = database.Create(scope.ServiceProvider);
                    await CleanAsync(db, stoppingToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    Log.Failed(logger, exception, database.Name);
                }
            }
        }
    }

    private async Task CleanAsync(PirDbContext db, CancellationToken token)
    {
        var before = services.Clock.GetUtcNow().UtcDateTime - KeepInbox;
        for (var round = 0; round < BatchesPerRound; round++)
        {
            var ids = await db
                .Inbox.Where(e => e.ReceivedAt < before)
                .OrderBy(e => e.ReceivedAt)
                .Select(e => e.MessageId)
                .Take(BatchSize)
                .ToListAsync(token);
            if (ids.Count == 0)
            {
                return;
            }

            using var turn = await services.WriteGate.EnterAsync(db, token);
            await db.Inbox.Where(e => ids.Contains(e.MessageId)).ExecuteDeleteAsync(token);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Clean-up of {Database} failed; trying again in a minute"
        )]
        public static partial void Failed(ILogger logger, Exception exception, string database);
    }
}
