using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Features;

/// <summary>A review in full, with the facts of its incident.</summary>
/// <param name="DueAt">Absent while the incident is not resolved.</param>
/// <param name="PublishedAt">Of the first revision.</param>
/// <param name="Revision">Latest published revision; 0 before the first.</param>
/// <param name="HasUnpublishedChanges">Publishing now would create a new revision.</param>
/// <param name="Notes">Markdown.</param>
/// <param name="PublishedUrl">Path of the latest revision's permanent page.</param>
/// <param name="IsAttendee">
/// Whether the caller can read the draft. If not, only facts and published content are here.
/// </param>
/// <param name="TouchedQuestions">
/// The questions, out of eight, that the draft covers.
/// </param>
/// <param name="Hints">
/// Blaming phrases and names in the draft; see the language check.
/// </param>
/// <param name="NeedsNeutralLead">
/// The policy asks for an owner without a role in the incident.
/// </param>
/// <param name="NotesBy">Who last edited the notes.</param>
/// <param name="AccessRequests">
/// Pending requests to read the draft; empty if the caller cannot decide about them.
/// </param>
/// <param name="TeamsLetIn">
/// Accepted requests of teams; declining one revokes the access. Empty if the caller cannot decide
/// about them.
/// </param>
/// <param name="DeclinedRequests">
/// Declined requests; accepting one grants the access. Empty if the caller cannot decide about
/// them.
/// </param>
/// <param name="Version">
/// Send it back with a change (<c>If-Match</c>, or <c>version</c> in the body if it has one).
/// The change then fails if someone else saved first.
/// </param>
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
    int Version,
    DateTime? ScheduledFor,
    bool IsAttendee,
    IReadOnlyList<AttendeeResponse> Attendees,
    IReadOnlyList<FindingResponse> Findings,
    IReadOnlyList<string> TouchedQuestions,
    string? NotesBy,
    DateTime? NotesAt,
    IReadOnlyList<FieldHint> Hints,
    bool NeedsNeutralLead,
    IReadOnlyList<AccessRequestResponse> AccessRequests,
    IReadOnlyList<AccessRequestResponse> TeamsLetIn,
    IReadOnlyList<AccessRequestResponse> DeclinedRequests
)
{
    public static ReviewResponse Of(Review review, PolicyRules rules, DateTime now) =>
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
            [.. review.Attendees.OrderBy(a => a.AddedAt).Select(AttendeeResponse.Of)],
            [.. review.Findings.OrderBy(f => f.Position).Select(FindingResponse.Of)],
            review.TouchedQuestions,
            review.NotesBy,
            review.NotesAt,
            [.. FieldHint.In(review, rules)],
            rules.NeutralFor.Contains(review.Incident.Severity),
            [
                .. review
                    .AccessRequests.Where(r => r.IsPending)
                    .OrderBy(r => r.AskedAt)
                    .Select(AccessRequestResponse.Of),
            ],
            [.. review.TeamsLetIn().OrderBy(r => r.AskedAt).Select(AccessRequestResponse.Of)],
            [.. review.DeclinedRequests().OrderBy(r => r.AskedAt).Select(AccessRequestResponse.Of)]
        );

    /// <summary>For a reader who cannot decide about access.</summary>
    public ReviewResponse WithoutRequests() =>
        this with
        {
            AccessRequests = [],
            TeamsLetIn = [],
            DeclinedRequests = [],
        };

    /// <summary>
    /// What everyone who knows of the review can read: the facts of its incident, its status and
    /// its owner.
    /// </summary>
    public ReviewResponse WithoutDraft() =>
        this with
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
    public ReviewResponse WithContent(ReviewContent content) =>
        this with
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
}

/// <param name="Source">owner, role, team, invited or joined.</param>
/// <param name="Part">Their role in the incident.</param>
/// <param name="HeardAt">When their account was heard.</param>
/// <param name="AcknowledgedAt">When they agreed to the prime directive.</param>
internal sealed record AttendeeResponse(
    Guid Id,
    string? PersonId,
    string Name,
    AttendeeSource Source,
    string? Part,
    DateTime AddedAt,
    DateTime? HeardAt,
    DateTime? AcknowledgedAt
)
{
    public static AttendeeResponse Of(Attendee attendee) =>
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
}

/// <summary>
/// Someone who came to the incident after its resolution, or a team that took it over.
/// </summary>
/// <param name="PersonId">
/// Id of the account; the name is the one it had then. Null for a person without an account, whose
/// name was given with the role.
/// </param>
/// <param name="Part">The roles they took.</param>
/// <param name="DecidedBy">Who decided last; absent before the first decision.</param>
internal sealed record AccessRequestResponse(
    Guid Id,
    bool IsTeam,
    string? PersonId,
    string Name,
    string? Part,
    DateTime AskedAt,
    DateTime? DecidedAt,
    string? DecidedBy
)
{
    public static AccessRequestResponse Of(AccessRequest request) =>
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
}

/// <param name="Kind">answer, learning, luck, wentWell or wentWrong.</param>
/// <param name="Question">
/// For an answer: detect, diagnose, resolve, actions, luck, learned, prevent or well.
/// </param>
/// <param name="FromNotes">It was taken from the notes.</param>
internal sealed record FindingResponse(
    Guid Id,
    FindingKind Kind,
    string? Question,
    string Text,
    bool FromNotes
)
{
    public static FindingResponse Of(ReviewFinding finding) =>
        new(finding.Id, finding.Kind, finding.Question, finding.Text, finding.IsFromNotes);
}

/// <summary>A hint of the language check, and where it applies.</summary>
/// <param name="Field">summary, notes, or an id of a factor, a finding or an action.</param>
internal sealed record FieldHint(
    string Field,
    int Start,
    int Length,
    string Text,
    LanguageHintKind Kind,
    string Ask
)
{
    private const int Most = 200;

    public static IEnumerable<FieldHint> In(Review review, PolicyRules rules)
    {
        var names = review.PeopleNamed.ToList();
        return Texts(review)
            .SelectMany(t =>
                LanguageCheck
                    .Find(t.Text, rules.Phrases, names)
                    .Select(h => new FieldHint(t.Field, h.Start, h.Length, h.Text, h.Kind, h.Ask))
            )
            .Take(Most);
    }

    private static IEnumerable<(string Field, string Text)> Texts(Review review) =>
        new (string, string?)[] { ("summary", review.Summary), ("notes", review.Notes) }
            .Concat(review.Factors.Select(f => (f.Id.ToString(), (string?)f.Title)))
            .Concat(review.Findings.Select(f => (f.Id.ToString(), (string?)f.Text)))
            .Concat(review.Actions.Select(a => (a.Id.ToString(), (string?)a.Title)))
            .Where(t => !string.IsNullOrEmpty(t.Item2))
            .Select(t => (t.Item1, t.Item2!));
}
