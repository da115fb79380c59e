using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>
/// Deletes an incident. Its event has every other service delete what belongs to it.
/// </summary>
internal sealed class DeleteIncident(
    IDbContextFactory<IntakeDbContext> factory,
    GroupCommitWriter writer,
    PirDbServices services
)
{
    private const int MaxAttempts = 10;

    public static void Map(RouteGroupBuilder api) =>
        api.MapDelete("/api/incidents/{incident}", HandleAsync)
            .May(Permissions.DeleteIncidents)
            .Audited("incident-deleted", "deleted {incident}")
            .WithName("DeleteIncident")
            .WithSummary(
                "Delete an incident with its timeline, review and actions; this cannot be undone"
            )
            .ProducesEditProblems();

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string incident,
        HttpContext http,
        DeleteIncident deletion,
        CancellationToken token
    ) =>
        await deletion.RunAsync(incident, http, token) is { } problem
            ? problem
            : TypedResults.NoContent();

    /// <summary>Runs between two groups of the writer, like every change of an incident.</summary>
    internal async Task<ProblemHttpResult?> RunAsync(
        string name,
        HttpContext http,
        CancellationToken token
    )
    {
        ProblemHttpResult? problem = null;
        await writer.ExecuteAsync(
            async stop =>
            {
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        problem = await TryAsync(name, http, stop);
                        return;
                    }
                    catch (Exception exception)
                        when (DbConflict.Is(exception) && attempt < MaxAttempts)
                    {
                        // Somebody changed it at the same time; it goes all the same.
                    }
                }
            },
            token
        );
        return problem;
    }

    private async Task<ProblemHttpResult?> TryAsync(
        string name,
        HttpContext http,
        CancellationToken token
    )
    {
        await using var db = await factory.CreateDbContextAsync(token);
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await DeletionTurn.TakeAsync(db, token);
        if (await db.Incidents.Named(name).SingleOrDefaultAsync(token) is not { } incident)
        {
            return Problems.NotFound("incident " + name);
        }

        if (ExpectedVersion.Of(http.Request, null) is { } expected && expected != incident.Version)
        {
            return ExpectedVersion.Refuse(expected, incident.Version, null);
        }

        var keys = await RemoveAsync(db, incident.Id, token);
        var by = new Stamp(http.User.ToActor(), services.Clock.UtcNow());
        incident.Version++; // Its event comes after all others.
        db.Incidents.Remove(incident);
        db.Raise(new IncidentDeleted(incident.ToDeleted()), incident.Id, incident, by.At, by.By);
        db.Audit(http, incident.ToAuditSubject(), incident.Id);
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        services.Signals.For(typeof(IntakeDbContext)).Pulse();
        writer.Forget(keys);
        return null;
    }

    /// <returns>The fingerprints of its alerts: their next firing opens a new incident.</returns>
    private static async Task<List<Guid>> RemoveAsync(
        IntakeDbContext db,
        Guid incident,
        CancellationToken token
    )
    {
        var alerts = db.Alerts.Where(a => a.IncidentId == incident);
        var keys = await alerts
            .Where(a => a.Key != null)
            .Select(a => a.Key!.Value)
            .ToListAsync(token);
        await db.AlertKeys.Where(k => alerts.Any(a => a.Id == k.AlertId)).ExecuteDeleteAsync(token);
        await alerts.ExecuteDeleteAsync(token);
        await db.History.Where(h => h.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.Engagements.Where(e => e.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.JoinRequests.Where(r => r.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.Reviews.Where(r => r.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.HeldAlerts.Where(h => h.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.AlertGroups.Where(g => g.IncidentId == incident).ExecuteDeleteAsync(token);
        return keys;
    }
}
