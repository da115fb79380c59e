using Pir.Contracts.Api;
using Pir.Contracts.References;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>Published revisions as the API shows them.</summary>
internal static class RevisionResponses
{
    public static RevisionResponse ToResponse(this Revision revision)
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
            revision.SummaryHtml ?? Revision.HtmlOfSummary(content),
            revision.NotesHtml ?? Revision.HtmlOfNotes(content)
        );
    }
}
