using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Contracts.Api;

/// <summary>A review that is opened by hand.</summary>
/// <param name="Incident">Id or number, e.g. INC-42.</param>
public sealed record OpenReviewRequest(string? Incident);

/// <summary>
/// Either form: <c>{"person":{"id":"…","name":"…"}}</c>, or <c>{"name":"…"}</c> for short.
/// </summary>
/// <param name="Person">Its id is that of the account; left out for a person without one.</param>
public sealed record AssignOwnerRequest(Person? Person, string? Name = null);

/// <param name="PersonId">
/// Id of the account, as <c>GET /api/people</c> lists it. Leave it out for someone without an
/// account, who attends but cannot read the draft.
/// </param>
/// <param name="Name">Only shown, never used to look up an account.</param>
public sealed record InviteRequest(string? PersonId, string? Name);

/// <summary>Members that are left out keep their value.</summary>
/// <param name="Heard">Their account of the incident was heard.</param>
/// <param name="Acknowledged">They agree to the prime directive.</param>
public sealed record NoteAttendeeRequest(bool? Heard = null, bool? Acknowledged = null);

/// <param name="ScheduledFor">When the meeting takes place; null cancels it.</param>
public sealed record ScheduleReviewRequest(DateTime? ScheduledFor);

/// <param name="HeldAt">When the meeting took place; defaults to now.</param>
public sealed record HoldReviewRequest(DateTime? HeldAt = null);

/// <summary>The review will not take place.</summary>
public sealed record WaiveReviewRequest(string? Reason);

/// <param name="Text">A few sentences; empty clears the summary.</param>
/// <param name="Version">As for the notes.</param>
public sealed record WriteSummaryRequest(string? Text, int? Version = null);

/// <param name="Text">Markdown; empty clears the notes.</param>
/// <param name="Version">
/// The review's version that the text started from. Leave it out to overwrite the notes; the
/// earlier text is kept.
/// </param>
public sealed record WriteNotesRequest(string? Text, int? Version = null);

/// <summary>
/// What is published with this call, besides what is saved already. Texts are saved and published
/// together, or neither.
/// </summary>
/// <param name="Summary">Replaces the summary; what is left out stays.</param>
/// <param name="Notes">Replaces the notes; what is left out stays.</param>
/// <param name="Version">
/// The review's version that these texts started from; the call fails with 412 if one of them
/// changed since, even to the same text. Without texts, it fails if anything changed.
/// </param>
public sealed record PublishReviewRequest(
    string? Summary = null,
    string? Notes = null,
    int? Version = null
);

/// <param name="Category">technical, process or monitoring.</param>
/// <param name="Version">
/// For a change: the review's version it started from. The request fails with 412 and the current
/// factor when the factor has changed since.
/// </param>
public sealed record FactorRequest(
    string? Title,
    FactorCategory? Category,
    string? Description = null,
    int? Version = null
);

/// <param name="Kind">answer, learning, luck, wentWell or wentWrong.</param>
/// <param name="Question">
/// For an answer: detect, diagnose, resolve, actions, luck, learned, prevent or well.
/// </param>
/// <param name="FromNotes">It was taken from the notes.</param>
/// <param name="Version">For a change: as for factors.</param>
public sealed record FindingRequest(
    FindingKind? Kind,
    string? Question,
    string? Text,
    bool FromNotes = false,
    int? Version = null
);

/// <summary>An action that the review proposes.</summary>
/// <param name="Type">corrective, preventive, detective, mitigative or process.</param>
/// <param name="FactorId">The factor of this review that the action addresses, if any.</param>
public sealed record ProposeReviewActionRequest(
    string? Title,
    ActionType? Type,
    string? Description = null,
    Guid? FactorId = null
);

/// <param name="ReviewId">Also looks for the names of its attendees.</param>
/// <param name="Names">More names to look for.</param>
public sealed record CheckLanguageRequest(
    string? Text,
    Guid? ReviewId = null,
    IReadOnlyList<string>? Names = null
);

/// <param name="Field">
/// What is being edited, as the page names it; leave it out while only reading.
/// </param>
public sealed record PresenceRequest(string? Field = null);
