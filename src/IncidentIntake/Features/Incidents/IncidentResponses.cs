using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class IncidentResponses
{
    /// <summary>Adds data that is stored apart from the incidents.</summary>
    public static async Task<List<IncidentResponse>> ToResponsesAsync(
        this IQueryable<Incident> incidents,
        IntakeDbContext db,
        CancellationToken token
    ) => (await incidents.ToRowsAsync(db, token)).ConvertAll(r => r.Response);

    /// <summary>The incidents with their responses.</summary>
    public static async Task<List<(Incident Incident, IncidentResponse Response)>> ToRowsAsync(
        this IQueryable<Incident> incidents,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var rows = await incidents
            .AsNoTracking()
            .Select(i => new
            {
                Incident = i,
                Next = db
                    .Incidents.Where(n => n.PreviousIncidentId == i.Id)
                    .OrderBy(n => n.Number)
                    .Select(n => (Guid?)n.Id)
                    .FirstOrDefault(),
                Occurrences = db
                    .Alerts.Where(a => a.IncidentId == i.Id || a.MergedFromId == i.Id)
                    .Sum(a => a.Occurrences),
            })
            .ToListAsync(token);
        return rows.ConvertAll(r => (r.Incident, r.Incident.ToResponse(r.Next, r.Occurrences)));
    }

    public static IncidentResponse ToResponse(this Incident i, Guid? next, int occurrences) =>
        new(i.ToState())
        {
            Description = i.Description,
            NextIncidentId = next,
            SourceId = i.SourceId,
            AlertCount = i.AlertCount,
            FiringAlertCount = i.FiringAlertCount,
            Occurrences = occurrences,
            Notices = i.Notices?.Split('\n') ?? [],
            Version = i.Version,
            Scenario = i.Scenario,
            ActualMinutes = (int?)i.DrillRecovery?.TotalMinutes,
        };
}
