using System.Text.Json.Serialization;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Contracts.Api;

/// <summary>A review without its texts.</summary>
/// <param name="IsAttendee">
/// Whether the caller can read the draft. If not, its contents are left out.
/// </param>
public sealed record ReviewListItem(
    Guid Id,
    Guid IncidentId,
    int IncidentNumber,
    string IncidentReference,
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
    int Revision,
    string? PublishedUrl,
    int FactorCount,
    int ActionCount,
    IReadOnlyList<string> MissingToPublish,
    DateTime DetectedAt,
    DateTime? ResolvedAt,
    int Version,
    DateTime? ScheduledFor,
    bool IsAttendee
)
{
    /// <summary>Not published or waived yet.</summary>
    [JsonIgnore]
    public bool IsPending => Status is ReviewStatus.Open or ReviewStatus.Held;

    /// <summary>No revision is published yet.</summary>
    [JsonIgnore]
    public bool IsDraft => Revision == 0;
}

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
public sealed record ReviewResponse(
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
    /// <summary>Not published or waived yet.</summary>
    [JsonIgnore]
    public bool IsPending => Status is ReviewStatus.Open or ReviewStatus.Held;

    /// <summary>No revision is published yet.</summary>
    [JsonIgnore]
    public bool IsDraft => Revision == 0;

    /// <summary>Its findings of one kind.</summary>
    public IEnumerable<FindingResponse> Of(FindingKind kind) => Findings.Where(f => f.Kind == kind);

    /// <summary>The hints of the language check for one text.</summary>
    /// <param name="field">summary, notes, or the id of a part.</param>
    public IEnumerable<FieldHint> HintsIn(string field) => Hints.Where(h => h.Field == field);
}

/// <summary>The attendees, and how many of them were heard.</summary>
public sealed record AttendeesResponse(
    IReadOnlyList<AttendeeResponse> Items,
    int Heard,
    int Acknowledged
);

/// <param name="Source">owner, role, team, invited or joined.</param>
/// <param name="Part">Their role in the incident.</param>
/// <param name="HeardAt">When their account was heard.</param>
/// <param name="AcknowledgedAt">When they agreed to the prime directive.</param>
public sealed record AttendeeResponse(
    Guid Id,
    string? PersonId,
    string Name,
    AttendeeSource Source,
    string? Part,
    DateTime AddedAt,
    DateTime? HeardAt,
    DateTime? AcknowledgedAt
);

/// <summary>
/// Someone who came to the incident after its resolution, or a team that took it over.
/// </summary>
/// <param name="PersonId">
/// Id of the account; the name is the one it had then. Null for a person without an account, whose
/// name was given with the role.
/// </param>
/// <param name="Part">The roles they took.</param>
/// <param name="DecidedBy">Who decided last; absent before the first decision.</param>
public sealed record AccessRequestResponse(
    Guid Id,
    bool IsTeam,
    string? PersonId,
    string Name,
    string? Part,
    DateTime AskedAt,
    DateTime? DecidedAt,
    string? DecidedBy
);

/// <param name="Kind">answer, learning, luck, wentWell or wentWrong.</param>
/// <param name="Question">
/// For an answer: detect, diagnose, resolve, actions, luck, learned, prevent or well.
/// </param>
/// <param name="FromNotes">It was taken from the notes.</param>
public sealed record FindingResponse(
    Guid Id,
    FindingKind Kind,
    string? Question,
    string Text,
    bool FromNotes
);

/// <summary>A hint of the language check, and where it applies.</summary>
/// <param name="Field">summary, notes, or an id of a factor, a finding or an action.</param>
public sealed record FieldHint(
    string Field,
    int Start,
    int Length,
    string Text,
    LanguageHintKind Kind,
    string Ask
);

/// <param name="Hints">In the order of the text, without overlaps.</param>
public sealed record CheckLanguageResponse(IReadOnlyList<LanguageHint> Hints);

/// <summary>A change in the history of a review.</summary>
public sealed record ReviewHistoryItem(
    Guid Id,
    DateTime At,
    ReviewChangeKind Kind,
    string? Detail,
    Actor Actor
);

/// <summary>An earlier version of the notes.</summary>
public sealed record EarlierNotesItem(
    Guid Id,
    string Text,
    string WrittenBy,
    DateTime WrittenAt,
    string ReplacedBy,
    DateTime ReplacedAt
);

/// <param name="Field">What they are editing; null while they only read.</param>
public sealed record PresentPerson(string PersonId, string Name, string? Field, DateTime SeenAt);

/// <param name="Items">Each person once, however many pages they have open; by name.</param>
public sealed record PresenceResponse(IReadOnlyList<PresentPerson> Items);
