using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;

namespace Pir.ServiceDefaults.Health;

/// <summary>
/// Ready when each database accepts a write. Degraded, but still ready, while parked events or
/// messages wait for an operator.
/// </summary>
internal sealed class DatabasesHealth(
    IEnumerable<PirDatabase> databases,
    IServiceProvider provider,
    WriteGate gate,
    TimeProvider clock
) : IHealthCheck
{
    /// <summary>
    /// An inbox entry that matches no message: a real row in a table that every database has.
    /// </summary>
    private static readonly Guid Probe = new("00000000-0000-0000-0000-00000000a11e");

    private readonly List<(PirDatabase Database, BoundedProbe<int> Probe)> _all = databases
        .Select(d => (d, new BoundedProbe<int>(clock)))
        .ToList();

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var findings = await Task.WhenAll(_all.Select(d => AskAsync(d.Database, d.Probe)));
        var causes = findings.Where(f => f.Cause is not null).Select(f => f.Cause!).ToList();
        if (causes.Count > 0)
        {
            return HealthCheckResult.Unhealthy(string.Join(' ', causes));
        }

        return findings.Any(f => f.Parked > 0)
            ? HealthCheckResult.Degraded("Events or messages are parked: see /api/operations.")
            : HealthCheckResult.Healthy();
    }

    private async Task<(int Parked, string? Cause)> AskAsync(
        PirDatabase database,
        BoundedProbe<int> probe
    )
    {
        try
        {
            return (await probe.AskAsync(() => WriteAndCountParkedAsync(database)), null);
        }
        catch (Exception exception)
        {
            var reason = StorageFailure.Explain(exception) ?? "cannot be used";
            return (0, $"The {database.Name} database {reason}.");
        }
    }

    private async Task<int> WriteAndCountParkedAsync(PirDatabase database)
    {
        await using var scope = provider.CreateAsyncScope();
        await using var db = database.Create(scope.ServiceProvider);
        await WriteAsync(db);
        return await db.Parked.CountAsync() + await db.Outbox.CountAsync(m => m.ParkedAt != null);
    }

    private async Task WriteAsync(PirDbContext db)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        using (await gate.EnterAsync(db, CancellationToken.None))
        {
            if (await UpdateAsync(db, now) > 0)
            {
                return;
            }
        }

        db.Inbox.Add(new InboxEntry { MessageId = Probe, ReceivedAt = now });
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException exception) when (DbConflict.Is(exception))
        {
            // Another replica wrote its first probe at the same moment.
            await UpdateAsync(db, now);
        }
    }

    private static Task<int> UpdateAsync(PirDbContext db, DateTime now) =>
        db
            .Inbox.Where(e => e.MessageId == Probe)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.ReceivedAt, now));
}
