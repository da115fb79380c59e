using Pir.Contracts.Api;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>Reviews as the API shows them.</summary>
internal static class ReviewResponses
{
    public static ReviewResponse ToResponse(this Review review, PolicyRules rules, DateTime now) =>
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
            review.MissingFor(rules.Needed),
            review.Incident.DetectedAt,
            review.Incident.ImpactStartedAt,
            review.Incident.AcknowledgedAt,
            review.Incident.MitigatedAt,
            review.Incident.ResolvedAt,
            review.Incident.Impact,
            review.ChangedAt,
            review.Version,
            review.ScheduledFor,
            true,
            [.. review.Attendees.OrderBy(a => a.AddedAt).Select(a => a.ToResponse())],
            [.. review.Findings.OrderBy(f => f.Position).Select(f => f.ToResponse())],
            review.TouchedQuestions,
            review.NotesBy,
            review.NotesAt,
            [.. FieldHints.In(review, rules)],
            rules.NeutralFor.Contains(review.Incident.Severity),
            [
                .. review
                    .AccessRequests.Where(r => r.IsPending)
                    .OrderBy(r => r.AskedAt)
                    .Select(r => r.ToResponse()),
            ],
            [.. review.TeamsLetIn().OrderBy(r => r.AskedAt).Select(r => r.ToResponse())],
            [.. review.DeclinedRequests().OrderBy(r => r.AskedAt).Select(r => r.ToResponse())]
        );

    /// <summary>For a reader who cannot decide about access.</summary>
    public static ReviewResponse WithoutRequests(this ReviewResponse review) =>
        review with
        {
            AccessRequests = [],
            TeamsLetIn = [],
            DeclinedRequests = [],
        };

    /// <summary>
    /// What everyone who knows of the review can read: the facts of its incident, its status and
    /// its owner.
    /// </summary>
    public static ReviewResponse WithoutDraft(this ReviewResponse review) =>
        review with
        {
            IsAttendee = false,
            HasUnpublishedChanges = false,
            Summary = null,
            Notes = null,
            Factors = [],
            Actions = [],
            MissingToPublish = [],
            Attendees = [],
            Findings = [],
            TouchedQuestions = [],
            NotesBy = null,
            NotesAt = null,
            Hints = [],
            AccessRequests = [],
            TeamsLetIn = [],
            DeclinedRequests = [],
        };

    /// <summary>With the content of a revision in place of the draft.</summary>
    public static ReviewResponse WithContent(this ReviewResponse review, ReviewContent content) =>
        review with
        {
            Summary = content.Summary,
            Notes = content.Notes,
            Factors = content.Factors,
            Actions = content.Actions,
            Findings =
            [
                .. (content.Findings ?? []).Select(f => new FindingResponse(
                    f.Id,
                    f.Kind,
                    f.Question,
                    f.Text,
                    false
                )),
            ],
        };

    public static AttendeeResponse ToResponse(this Attendee attendee) =>
        new(
            attendee.Id,
            attendee.PersonId,
            attendee.Name,
            attendee.Source,
            attendee.Part,
            attendee.AddedAt,
            attendee.HeardAt,
            attendee.AcknowledgedAt
        );

    private static AccessRequestResponse ToResponse(this AccessRequest request) =>
        new(
            request.Id,
            request.IsTeam,
            request.PersonId,
            request.Name,
            request.Part,
            request.AskedAt,
            request.DecidedAt,
            request.DecidedBy
        );

    private static FindingResponse ToResponse(this ReviewFinding finding) =>
        new(finding.Id, finding.Kind, finding.Question, finding.Text, finding.IsFromNotes);
}
