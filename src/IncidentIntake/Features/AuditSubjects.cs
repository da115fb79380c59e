using Pir.Contracts.Audit;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Domain.Rules;

namespace Pir.IncidentIntake.Features;

/// <summary>Names of this service's entities in the audit log.</summary>
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

    public static AuditSubject ToAuditSubject(this CatalogService service) =>
        new("service", service.Id.ToString(), null, service.Name);

    public static AuditSubject ToAuditSubject(this SeverityDefinition definition) =>
        new(
            "severity",
            definition.Id.ToString(),
            null,
            definition.Severity.ToWord().ToUpperInvariant()
        );

    public static AuditSubject ToAuditSubject(this AlertRule rule) =>
        new("alertRule", rule.Id.ToString(), null, rule.Name);

    public static AuditSubject ToAuditSubject(this Silence silence) =>
        new("silence", silence.Id.ToString(), null, silence.Reason);

    public static AuditSubject ToAuditSubject(this EngagementRule rule) =>
        new("engagementRule", rule.Id.ToString(), null, rule.Name);

    public static AuditSubject ToAuditSubject(this EscalationPolicy policy) =>
        new("escalationPolicy", policy.Id.ToString(), null, policy.Name);

    public static AuditSubject ToAuditSubject(this EngagementSettings settings) =>
        new("engagementSettings", settings.Id.ToString(), null, "default team");
}
