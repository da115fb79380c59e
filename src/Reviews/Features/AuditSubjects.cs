using Pir.Contracts.Audit;
using Pir.Contracts.References;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>What the audit log calls the things of this service.</summary>
internal static class AuditSubjects
{
    public static AuditSubject Policies { get; } = new("policies", null, null, "");

    /// <summary>A review goes by the name of its incident.</summary>
    public static AuditSubject ToAuditSubject(this Review review) =>
        new(
            "review",
            review.Id.ToString(),
            Reference.OfIncident(review.Incident.Number),
            review.Incident.Title
        );
}
