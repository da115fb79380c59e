using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>An incident as the API shows it.</summary>
/// <param name="NextIncidentId">The incident the same alert led to after this one was over.</param>
/// <param name="Occurrences">
/// How often its alerts were reported firing; a few seconds behind.
/// </param>
/// <param name="Notices">
/// Sentences about what its senders left out, or what was not understood of what they sent.
/// </param>
public sealed record IncidentResponse(
    Guid Id,
    int Number,
    string Reference,
    string Title,
    string? Description,
    Severity Severity,
    IncidentStatus Status,
    string? Service,
    string? Team,
    DetectionSource DetectionSource,
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    DateTime OpenedAt,
    Guid? PreviousIncidentId,
    Guid? NextIncidentId,
    bool IsDrill,
    IReadOnlyList<RoleAssignment> Roles,
    Impact? Impact,
    Guid? SourceId,
    int AlertCount,
    int FiringAlertCount,
    int Occurrences,
    IReadOnlyList<string> Notices,
    int Version
);

internal static class IncidentResponses
{
    /// <summary>Adds to incidents what is kept beside them.</summary>
    public static async Task<List<IncidentResponse>> ToResponsesAsync(
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
                Occurrences = db.Alerts.Where(a => a.IncidentId == i.Id).Sum(a => a.Occurrences),
            })
            .ToListAsync(token);
        return rows.ConvertAll(r => r.Incident.ToResponse(r.Next, r.Occurrences));
    }

    public static IncidentResponse ToResponse(this Incident i, Guid? next, int occurrences) =>
        new(
            i.Id,
            i.Number,
            i.Reference,
            i.Title,
            i.Description,
            i.Severity,
            i.Status,
            i.Service,
            i.Team,
            i.DetectionSource,
            i.DetectedAt,
            i.ImpactStartedAt,
            i.AcknowledgedAt,
            i.MitigatedAt,
            i.ResolvedAt,
            i.OpenedAt,
            i.PreviousIncidentId,
            next,
            i.IsDrill,
            i.Roles,
            i.Impact,
            i.SourceId,
            i.AlertCount,
            i.FiringAlertCount,
            occurrences,
            i.Notices?.Split('\n') ?? [],
            i.Version
        );
}
