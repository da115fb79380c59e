using Pir.Contracts.Audit;
using Pir.Contracts.References;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Features;

/// <summary>What the audit log calls the things of this service.</summary>
internal static class AuditSubjects
{
    public static AuditSubject ToAuditSubject(this Incident incident) =>
        new(
            "incident",
            incident.Id.ToString(),
            Reference.OfIncident(incident.Number),
            incident.Title
        );

    public static AuditSubject ToAuditSubject(this Source source) =>
        new("source", source.Id.ToString(), null, source.Name);
}
