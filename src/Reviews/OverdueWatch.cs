using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Reviews;
using Pir.Platform.Time;
using Pir.Reviews.Data;

namespace Pir.Reviews;

/// <summary>
/// Raises one event for each review whose due time has passed. Any number of replicas may run: the
/// review's version lets only one of them commit the change and its event.
/// </summary>
internal sealed partial class OverdueWatch(
    IServiceScopeFactory scopes,
    IOptions<ReviewOptions> options,
    TimeProvider clock,
    ILogger<OverdueWatch> logger
) : BackgroundService
{
    private const int PageSize = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.OverdueCheckEvery, clock);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception); // The database is unavailable; retry next round.
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        List<Guid> due;
        do
        {
            due = await FindDueAsync(cancellationToken);
            foreach (var id in due)
            {
                await TellAsync(id, cancellationToken);
            }
        } while (due.Count == PageSize);
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.UtcNow();
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<ReviewDbContext>()
            .Reviews.Where(r =>
                (r.Status == ReviewStatus.Open || r.Status == ReviewStatus.Held)
                && r.DueAt < now
                && r.OverdueAt == null
            )
            .OrderBy(r => r.DueAt)
            .Select(r => r.Id)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
    }

    private async Task TellAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ReviewDbContext>();
        var review = await db
            .Reviews.Include(r => r.Incident)
            .SingleAsync(r => r.Id == id, cancellationToken);
        if (!review.BecomeOverdue(clock.UtcNow()))
        {
            return;
        }

        db.RaiseToldBy(review);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another replica or a user changed the review first; the next round checks again.
            Log.LostRace(logger, id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The check for overdue reviews failed; retrying")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(
            2,
            LogLevel.Debug,
            "Review {ReviewId} was changed while it was being marked as overdue"
        )]
        public static partial void LostRace(ILogger logger, Guid reviewId);
    }
}
