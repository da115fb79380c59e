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
/// <param name="IsAttendee">
/// The caller reads the draft. Otherwise only the facts are here, or what is published.
/// </param>
/// <param name="TouchedQuestions">
/// Those of the eight questions that something in the draft speaks to.
/// </param>
/// <param name="Hints">
/// Words in the draft that tend to blame, and names; see the language check.
/// </param>
/// <param name="NeedsNeutralLead">
/// Policy asks that somebody without a part in the incident leads it.
/// </param>
/// <param name="NotesBy">Who wrote in the notes last.</param>
/// <param name="AccessRequests">
/// Who asks to read the draft; empty for whoever does not decide about it.
/// </param>
/// <param name="TeamsLetIn">
/// Teams that asked and were let in; declining the request takes them out again. Empty for whoever
/// does not decide about it.
/// </param>
/// <param name="DeclinedRequests">
/// Who was declined and does not read the draft; accepting the request lets them in after all.
/// Empty for whoever does not decide about it.
/// </param>
/// <param name="Version">
/// Send it back with a change (<c>If-Match</c>, or <c>version</c> where the body has one) to be
/// refused when somebody was faster.
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

    /// <summary>For a reader who does not decide who else reads the draft.</summary>
    public ReviewResponse WithoutRequests() =>
        this with
        {
            AccessRequests = [],
            TeamsLetIn = [],
            DeclinedRequests = [],
        };

    /// <summary>
    /// What everybody who may know of the review may know: the facts of its incident, how far it
    /// is, and who owns it.
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

    /// <summary>With what a revision says in the draft's place.</summary>
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
/// <param name="Part">What they did in the incident.</param>
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

/// <summary>Somebody who came to the incident after its end, or a team that was given it.</summary>
/// <param name="PersonId">
/// Account; the name is the one it had then. Null for somebody without one, whose name is what
/// whoever gave the role wrote.
/// </param>
/// <param name="Part">The roles they took.</param>
/// <param name="DecidedBy">Who decided last; absent while nobody has.</param>
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
/// Of an answer: detect, diagnose, resolve, actions, luck, learned, prevent or well.
/// </param>
/// <param name="FromNotes">It was picked out of the notes.</param>
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

/// <summary>A hint of the language check, and where.</summary>
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
