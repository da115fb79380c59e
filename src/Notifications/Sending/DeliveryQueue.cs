using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Api;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Sending;

/// <summary>A delivery that is due.</summary>
public sealed record DueDelivery(Guid Id, Guid SubscriptionId, bool IsOurs);

/// <summary>
/// The deliveries that wait in the database. A row belongs to the process that wrote or took it
/// until its lease ends. Taking is one guarded update, so of two processes that see the same row,
/// only one gets it.
/// </summary>
public sealed class DeliveryQueue(
    IDbContextFactory<NotificationDbContext> factory,
    PirDbServices services,
    IOptions<NotificationOptions> options
)
{
    private string Me => services.Instance.Name;
    private DateTime Now => services.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Minimum remaining lease for an attempt to start.</summary>
    public TimeSpan Reserve => options.Value.Timeout + TimeSpan.FromSeconds(5);

    /// <summary>Due deliveries that this process may take, oldest first.</summary>
    /// <param name="busy">Subscriptions without a free place.</param>
    public async Task<List<DueDelivery>> FindDueAsync(
        IReadOnlyCollection<Guid> busy,
        int limit,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        var now = Now;
        var safe = now + Reserve;
        return await db
            .Deliveries.Where(d => d.Status == DeliveryStatus.Pending && d.NextAttemptAt <= now)
            .Where(d => d.Owner == null || d.Owner == Me || d.LeaseUntil < now)
            .Where(d => !busy.Contains(d.SubscriptionId))
            .OrderBy(d => d.NextAttemptAt)
            .ThenBy(d => d.Id)
            .Take(limit)
            .Select(d => new DueDelivery(
                d.Id,
                d.SubscriptionId,
                d.Owner == Me && d.LeaseUntil > safe
            ))
            .ToListAsync(token);
    }

    /// <summary>
    /// Leases the deliveries that are not ours yet and loads all that are ours afterwards.
    /// </summary>
    public async Task<List<DeliveryJob>> TakeAsync(
        IReadOnlyList<DueDelivery> due,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        await LeaseAsync(db, due.Where(d => !d.IsOurs).Select(d => d.Id).ToList(), token);
        var ids = due.Select(d => d.Id).ToList();
        var now = Now;
        var rows =
            from d in db.Deliveries
            where
                ids.Contains(d.Id)
                && d.Owner == Me
                && d.LeaseUntil > now
                && d.Status == DeliveryStatus.Pending
            join s in db.Subscriptions on d.SubscriptionId equals s.Id into subscriptions
            from s in subscriptions.DefaultIfEmpty()
            join e in db.Events on d.EventId equals e.EventId into events
            from e in events.DefaultIfEmpty()
            orderby d.NextAttemptAt, d.Id
            select new DeliveryJob(
                d.Id,
                d.SubscriptionId,
                d.EventType,
                d.Series,
                d.Attempts,
                d.AttemptLog,
                d.CreatedAt,
                d.NextAttemptAt!.Value,
                d.LeaseUntil!.Value,
                d.TraceParent,
                d.TestBody != null,
                s == null
                    ? null
                    : new DeliveryTarget(
                        s.Url,
                        s.IsEnabled,
                        s.SealedSecret,
                        s.SealedPreviousSecret,
                        s.PreviousSecretUntil
                    ),
                d.TestBody ?? e!.Body
            );
        return await rows.ToListAsync(token);
    }

    /// <summary>When the next delivery becomes due, or null if none is waiting.</summary>
    public async Task<DateTime?> NextDueAsync(CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        var now = Now;
        return await db
            .Deliveries.Where(d => d.Status == DeliveryStatus.Pending && d.NextAttemptAt > now)
            .OrderBy(d => d.NextAttemptAt)
            .Select(d => d.NextAttemptAt)
            .FirstOrDefaultAsync(token);
    }

    /// <summary>Releases leases from an earlier run, if there is only one process.</summary>
    public Task FreeOthersAsync(CancellationToken token) => FreeAsync(d => d.Owner != Me, token);

    /// <summary>
    /// Releases the leases of this process when it stops, so that others need not wait for them to
    /// expire.
    /// </summary>
    public Task FreeOursAsync(CancellationToken token) => FreeAsync(d => d.Owner == Me, token);

    private async Task FreeAsync(Expression<Func<Delivery, bool>> which, CancellationToken token)
    {
        await using var db = await factory.CreateDbContextAsync(token);
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await db
            .Deliveries.Where(d => d.Status == DeliveryStatus.Pending && d.Owner != null)
            .Where(which)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(d => d.Owner, (string?)null)
                        .SetProperty(d => d.LeaseUntil, (DateTime?)null),
                token
            );
    }

    private async Task LeaseAsync(NotificationDbContext db, List<Guid> ids, CancellationToken token)
    {
        if (ids.Count == 0)
        {
            return;
        }

        using var turn = await services.WriteGate.EnterAsync(db, token);
        var now = Now;
        await db
            .Deliveries.Where(d => ids.Contains(d.Id) && d.Status == DeliveryStatus.Pending)
            .Where(d => d.Owner == null || d.Owner == Me || d.LeaseUntil < now)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(d => d.Owner, Me)
                        .SetProperty(d => d.LeaseUntil, now + options.Value.Lease),
                token
            );
    }
}
