using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>A review in full, with what is known of its incident.</summary>
/// <param name="DueAt">Absent while the incident is not over.</param>
/// <param name="PublishedAt">Of the first revision.</param>
/// <param name="Revision">Latest published revision; 0 before the first.</param>
/// <param name="HasUnpublishedChanges">Publishing now would make another revision.</param>
/// <param name="Notes">Markdown.</param>
/// <param name="PublishedUrl">Path of the latest revision's permanent page.</param>
/// <param name="Version">Send it back with a change (<c>If-Match</c>, or <c>version</c> where the body has one) to be refused when somebody was faster.</param>
internal sealed record ReviewResponse(
    Guid Id,
    Guid IncidentId,
    int IncidentNumber,
    string IncidentReference,
    IncidentStatus IncidentStatus,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    bool IsDrill,
    ReviewStatus Status,
    DateTime OpenedAt,
    DateTime? DueAt,
    bool IsOverdue,
    Person? Owner,
    DateTime? HeldAt,
    DateTime? PublishedAt,
    string? WaivedReason,
    int Revision,
    bool HasUnpublishedChanges,
    string? PublishedUrl,
    string? Summary,
    string? Notes,
    IReadOnlyList<Factor> Factors,
    IReadOnlyList<FoundAction> Actions,
    IReadOnlyList<string> MissingToPublish,
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    Impact? Impact,
    DateTime ChangedAt,
    int Version
)
{
    public static ReviewResponse Of(Review review, DateTime now) =>
        new(
            review.Id,
            review.IncidentId,
            review.Incident.Number,
            review.Incident.Reference,
            review.Incident.Status,
            review.Incident.Title,
            review.Incident.Severity,
            review.Incident.Service,
            review.Incident.Team,
            review.Incident.IsDrill,
            review.Status,
            review.OpenedAt,
            review.DueAt,
            review.IsOverdue(now),
            review.Owner,
            review.HeldAt,
            review.PublishedAt,
            review.WaivedReason,
            review.RevisionNumber,
            review.HasUnpublishedChanges,
            review.PublishedUrl,
            review.Summary,
            review.Notes,
            [.. review.Factors.OrderBy(f => f.Position).Select(f => f.ToFactor())],
            [.. review.Actions.OrderBy(a => a.Position).Select(a => a.ToFound())],
            review.MissingToPublish,
            review.Incident.DetectedAt,
            review.Incident.ImpactStartedAt,
            review.Incident.AcknowledgedAt,
            review.Incident.MitigatedAt,
            review.Incident.ResolvedAt,
            review.Incident.Impact,
            review.ChangedAt,
            review.Version
        );
}

/// <summary>A page of a list.</summary>
/// <param name="Next">Send as <c>after</c> for the next page; absent on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
