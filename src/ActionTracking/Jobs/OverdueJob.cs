using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.ActionTracking.Data;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Platform.Time;

namespace Pir.ActionTracking.Jobs;

/// <summary>
/// Raises one event for each due date that has passed. Several replicas may run at once: the
/// action's version lets only one of them save the change and its event.
/// </summary>
public sealed partial class OverdueJob(
    IDbContextFactory<ActionsDbContext> contexts,
    TimeProvider clock,
    IOptions<ActionTrackingOptions> options,
    ILogger<OverdueJob> logger
) : BackgroundService
{
    private const int PageSize = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.OverdueCheck, clock);
        do
        {
            try
            {
                await CheckAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Failed(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CheckAsync(CancellationToken token)
    {
        List<Guid> page;
        int told;
        do
        {
            page = await FindAsync(token);
            told = 0;
            foreach (var id in page)
            {
                told += await TellAsync(id, token) ? 1 : 0;
            }
        } while (page.Count == PageSize && told > 0);
    }

    private async Task<List<Guid>> FindAsync(CancellationToken token)
    {
        var now = clock.UtcNow();
        await using var db = await contexts.CreateDbContextAsync(token);
        return await db
            .Actions.Where(a => a.Status == ActionStatus.Accepted && a.DueAt < now)
            .Where(a => a.OverdueToldFor == null || a.OverdueToldFor != a.DueAt)
            .OrderBy(a => a.DueAt)
            .Take(PageSize)
            .Select(a => a.Id)
            .ToListAsync(token);
    }

    // One commit per action, so that a concurrent change to one does not hold up the others.
    private async Task<bool> TellAsync(Guid id, CancellationToken token)
    {
        await using var db = await contexts.CreateDbContextAsync(token);
        if (
            await db.Actions.FirstOrDefaultAsync(a => a.Id == id, token) is not { } action
            || action.PassDue(clock.UtcNow()) is not { IsChange: true } overdue
        )
        {
            return false;
        }

        try
        {
            db.Tell(overdue, action, action.DueAt!.Value, Actor.System);
            await db.SaveChangesAsync(token);
            Log.Overdue(logger, action.Number);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another replica raised the event, or someone changed the action. The next round
            // checks again.
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "ACT-{Number} is overdue")]
        public static partial void Overdue(ILogger logger, int number);

        [LoggerMessage(2, LogLevel.Error, "The check for overdue actions failed; retrying")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
