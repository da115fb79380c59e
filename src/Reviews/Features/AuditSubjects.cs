using Pir.Contracts.Audit;
using Pir.Contracts.References;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>How the audit log names the things of this service.</summary>
internal static class AuditSubjects
{
    public static AuditSubject Policies { get; } = new("policies", null, null, "");

    /// <summary>A review has the name of its incident.</summary>
    public static AuditSubject ToAuditSubject(this Review review) =>
        new(
            "review",
            review.Id.ToString(),
            Reference.OfIncident(review.Incident.Number),
            review.Incident.Title
        );
}
