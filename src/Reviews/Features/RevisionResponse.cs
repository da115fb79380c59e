using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>A published revision in full, as its permanent page shows it.</summary>
/// <param name="Url">Path of that page.</param>
/// <param name="Roles">The roles in the response, not who held them.</param>
/// <param name="Notes">Markdown.</param>
/// <param name="SummaryHtml">The summary as safe HTML, rendered when it was published.</param>
/// <param name="NotesHtml">The notes as safe HTML; empty if there are none.</param>
internal sealed record RevisionResponse(
    Guid ReviewId,
    int Revision,
    string Url,
    DateTime PublishedAt,
    Person PublishedBy,
    Guid IncidentId,
    int IncidentNumber,
    string IncidentReference,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    bool IsDrill,
    DetectionSource DetectionSource,
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    Impact? Impact,
    IReadOnlyList<IncidentRole> Roles,
    Person? Owner,
    DateTime? HeldAt,
    string Summary,
    string? Notes,
    IReadOnlyList<Factor> Factors,
    IReadOnlyList<FoundAction> Actions,
    IReadOnlyList<Finding> Findings,
    string SummaryHtml,
    string NotesHtml
)
{
    public static RevisionResponse Of(Revision revision)
    {
        var content = ReviewContent.FromJson(revision.Content);
        return new(
            revision.ReviewId,
            revision.Number,
            revision.Url,
            revision.PublishedAt,
            revision.PublishedBy,
            content.IncidentId,
            content.IncidentNumber,
            Reference.OfIncident(content.IncidentNumber),
            content.Title,
            content.Severity,
            content.Service,
            content.Team,
            content.IsDrill,
            content.DetectionSource,
            content.DetectedAt,
            content.ImpactStartedAt,
            content.AcknowledgedAt,
            content.MitigatedAt,
            content.ResolvedAt,
            content.Impact,
            content.Roles,
            content.Owner,
            content.HeldAt,
            content.Summary,
            content.Notes,
            content.Factors,
            content.Actions,
            content.Findings ?? [],
            revision.SummaryHtml ?? Domain.Revision.HtmlOfSummary(content),
            revision.NotesHtml ?? Domain.Revision.HtmlOfNotes(content)
        );
    }
}
