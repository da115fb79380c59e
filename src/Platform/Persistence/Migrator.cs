using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pir.Platform.Persistence;

/// <summary>Brings every database of the process up to date. Run by the migration runner, and by Standalone itself: replicas must not race for it.</summary>
public sealed partial class Migrator(
    IEnumerable<PirDatabase> databases,
    IServiceProvider provider,
    ILogger<Migrator> logger
)
{
    public async Task MigrateAllAsync(CancellationToken cancellationToken = default)
    {
        foreach (var database in databases)
        {
            await using var scope = provider.CreateAsyncScope();
            await using var db = database.Create(scope.ServiceProvider);
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
            if (pending.Count > 0)
            {
                await db.Database.MigrateAsync(cancellationToken);
                Log.Migrated(logger, database.Name, pending.Count);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Database {Database}: {Count} migrations applied")]
        public static partial void Migrated(ILogger logger, string database, int count);
    }
}
