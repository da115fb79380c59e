using Pir.Contracts.Audit;
using Pir.Contracts.References;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>How the audit log names the things of this service.</summary>
internal static class AuditSubjects
{
    /// <summary>A timeline has the name of its incident.</summary>
    public static AuditSubject ToAuditSubject(this IncidentRef incident) =>
        new(
            "incident",
            incident.Id.ToString(),
            Reference.OfIncident(incident.Number),
            incident.Title
        );
}
