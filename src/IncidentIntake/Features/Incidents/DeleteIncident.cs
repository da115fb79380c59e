using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Features.Incidents.Linking;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>
/// Deletes an incident. Its event has every other service delete what belongs to it.
/// </summary>
internal sealed class DeleteIncident(IncidentTransaction transaction)
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapDelete("/api/incidents/{incident}", HandleAsync)
            .May(Permissions.DeleteIncidents)
            .Audited("incident-deleted", "deleted {incident}")
            .WithName("DeleteIncident")
            .WithSummary(
                "Delete an incident with its timeline, review and actions; this cannot be undone. "
                    + "Refused with has-merged while others are merged into it"
            )
            .ProducesEditProblems();

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string incident,
        HttpContext http,
        DeleteIncident deletion
    ) =>
        await deletion.RunAsync(incident, http) is { } problem ? problem : TypedResults.NoContent();

    internal Task<ProblemHttpResult?> RunAsync(string name, HttpContext http) =>
        transaction.RunAsync(
            http,
            name,
            version: null,
            async work =>
            {
                var (db, incident, token) = (work.Db, work.Incident, work.Token);
                if (await Merges.OfAsync(db, incident.Id, token) is [var merged, ..])
                {
                    return Decision.Conflict(
                        "has-merged",
                        $"{merged.Reference} is merged into {incident.Reference}. Undo the merge "
                            + "or delete it first."
                    );
                }

                work.Forgotten.AddRange(await RemoveAsync(db, incident.Id, token));
                incident.Version++; // Its event comes after all others.
                db.Incidents.Remove(incident);
                return Decision.Changed(new IncidentDeleted(incident.ToDeleted()));
            }
        );

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
        await db.AutomationRuns.Where(r => r.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.Tasks.Where(t => t.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.JoinRequests.Where(r => r.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.Reviews.Where(r => r.IncidentId == incident).ExecuteDeleteAsync(token);
        // Alerts that it handed over stay where they are, for good.
        await db
            .Alerts.Where(a => a.MergedFromId == incident)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.MergedFromId, (Guid?)null), token);
        await db.HeldAlerts.Where(h => h.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.AlertGroups.Where(g => g.IncidentId == incident).ExecuteDeleteAsync(token);
        await db.Customers.Where(c => c.IncidentId == incident).ExecuteDeleteAsync(token);
        await db
            .Links.Where(l => l.FromId == incident || l.ToId == incident)
            .ExecuteDeleteAsync(token);
        return keys;
    }
}
