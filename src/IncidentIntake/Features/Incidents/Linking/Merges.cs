using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

/// <summary>Hands alerts over between incidents, and back.</summary>
internal static class Merges
{
    /// <summary>The incidents merged into this one, by number.</summary>
    public static Task<List<Incident>> OfAsync(
        IntakeDbContext db,
        Guid incident,
        CancellationToken token
    ) =>
        db
            .Incidents.Where(i => i.MergedIntoId == incident)
            .OrderBy(i => i.Number)
            .ToListAsync(token);

    /// <summary>How many alerts came from an incident that is or was merged.</summary>
    public static Task<int> CountAsync(IntakeDbContext db, Guid from, CancellationToken token) =>
        db.Alerts.CountAsync(a => a.MergedFromId == from, token);

    /// <summary>Fingerprints whose alerts get another incident.</summary>
    public static Task<List<Guid>> KeysAsync(
        IntakeDbContext db,
        Guid incident,
        CancellationToken token
    ) =>
        db
            .Alerts.Where(a => a.IncidentId == incident && a.Key != null)
            .Select(a => a.Key!.Value)
            .Distinct()
            .ToListAsync(token);

    /// <summary>
    /// Gives all its alerts to another incident. Each remembers where it is from.
    /// </summary>
    /// <returns>How many were its own, not those of incidents merged into it before.</returns>
    public static async Task<int> HandOverAsync(
        IntakeDbContext db,
        Guid from,
        Guid to,
        CancellationToken token
    )
    {
        await db
            .Alerts.Where(a => a.IncidentId == from)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(a => a.MergedFromId, a => a.MergedFromId ?? from)
                        .SetProperty(a => a.IncidentId, to),
                token
            );
        await db
            .HeldAlerts.Where(h => h.IncidentId == from)
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.IncidentId, to), token);
        return await CountAsync(db, from, token);
    }

    /// <summary>
    /// Gives the alerts back that an incident handed over, and the later firings of the same
    /// fingerprints.
    /// </summary>
    /// <returns>How many.</returns>
    public static async Task<int> GiveBackAsync(
        IntakeDbContext db,
        Incident merged,
        Guid from,
        CancellationToken token
    )
    {
        var (to, since) = (merged.Id, merged.MergedAt);
        var keys = db.Alerts.Where(a => a.MergedFromId == to).Select(a => a.Key);
        await db
            .HeldAlerts.Where(h => h.IncidentId == from && keys.Contains(h.Key))
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.IncidentId, to), token);
        var later = await db
            .Alerts.Where(a =>
                a.IncidentId == from
                && a.MergedFromId == null
                && a.StartsAt >= since
                && keys.Contains(a.Key)
            )
            .Select(a => a.Id)
            .ToListAsync(token);
        return await db
            .Alerts.Where(a => a.MergedFromId == to || later.Contains(a.Id))
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(a => a.MergedFromId, (Guid?)null)
                        .SetProperty(a => a.IncidentId, to),
                token
            );
    }

    /// <summary>Counts the alerts that it has now.</summary>
    public static async Task RecountAsync(
        IntakeDbContext db,
        Incident incident,
        CancellationToken token
    )
    {
        var alerts = db.Alerts.Where(a => a.IncidentId == incident.Id);
        incident.CountAlerts(
            await alerts.CountAsync(token),
            await alerts.CountAsync(a => a.Status == AlertStatus.Firing, token),
            await alerts.MaxAsync(a => a.EndsAt, token)
        );
    }
}
