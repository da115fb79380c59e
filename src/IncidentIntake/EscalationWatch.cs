using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Features.Engaging;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;

namespace Pir.IncidentIntake;

/// <summary>
/// Takes the next step of each escalation whose time is up. The deadlines are in the database, and
/// the engagement's version lets only one of several replicas take a step.
/// </summary>
internal sealed partial class EscalationWatch(
    IServiceScopeFactory scopes,
    IOptions<IntakeOptions> options,
    TimeProvider clock,
    ILogger<EscalationWatch> logger
) : BackgroundService
{
    private const int PageSize = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.EscalationCheckEvery, clock);
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

    private async Task SweepAsync(CancellationToken token)
    {
        List<Guid> due;
        do
        {
            due = await FindDueAsync(token);
            foreach (var id in due)
            {
                await TakeAsync(id, token);
            }
        } while (due.Count == PageSize);
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken token)
    {
        var now = clock.UtcNow();
        await using var scope = scopes.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<IntakeDbContext>()
            .Engagements.Where(e => e.EscalateAt != null && e.EscalateAt <= now)
            .OrderBy(e => e.EscalateAt)
            .Select(e => e.Id)
            .Take(PageSize)
            .ToListAsync(token);
    }

    private async Task TakeAsync(Guid id, CancellationToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDbContext>();
        if (await db.Engagements.SingleOrDefaultAsync(e => e.Id == id, token) is not { } late)
        {
            return;
        }

        var desk = scope.ServiceProvider.GetRequiredService<EngagementDesk>();
        await DecideAsync(late, db, desk, token);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (Exception exception) when (DbConflict.Is(exception))
        {
            // Another replica took the step, or somebody acknowledged; the next round checks again.
            Log.LostRace(logger, id);
        }
    }

    private async Task DecideAsync(
        Engagement late,
        IntakeDbContext db,
        EngagementDesk desk,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        var incident = await db
            .Incidents.AsNoTracking()
            .SingleOrDefaultAsync(i => i.Id == late.IncidentId, token);
        if (incident is null || late.IsSettledBy(incident))
        {
            late.StopEscalation();
            return;
        }

        if (late.NextStep is not { } step || late.Escalate(now) is not { } taken)
        {
            return;
        }

        var next = late.Next(step, now);
        var known = await desk.OfAsync(incident.Id, token);
        if (!known.Exists(e => e.Key == next.Key))
        {
            db.Engagements.Add(next);
        }

        desk.Tell(
            new IncidentEscalated(incident.ToState(), late.ToState(), taken),
            incident,
            now,
            Actor.System
        );
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The check for due escalations failed; retrying")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(
            2,
            LogLevel.Debug,
            "Engagement {EngagementId} was changed while it was being escalated"
        )]
        public static partial void LostRace(ILogger logger, Guid engagementId);
    }
}
