using System.Text.Json.Serialization;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>An action about to be proposed by hand.</summary>
/// <param name="Title">What will be done, up to 300 characters.</param>
/// <param name="Incident">
/// Id, reference or number; taken from the review where it is left out.
/// </param>
/// <param name="Review">Id.</param>
/// <param name="Team">Who answers for it; the incident's where it is left out.</param>
/// <param name="Service">What it is about; the incident's where it is left out.</param>
public sealed record ProposeActionRequest(
    string? Title,
    ActionType? Type,
    string? Description = null,
    string? Incident = null,
    Guid? Review = null,
    string? Team = null,
    string? Service = null
);

/// <summary>What is left out stays; an empty description or team clears it.</summary>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
public sealed record EditActionRequest(
    string? Title,
    ActionType? Type,
    string? Description,
    string? Team,
    int? Version = null
);

/// <summary>Who takes the action on, and until when.</summary>
/// <param name="Assignee">A name, or id and name.</param>
/// <param name="DueAt">Not in the past.</param>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
public sealed record AssignActionRequest(
    [property: JsonConverter(typeof(PersonOrNameConverter))] Person? Assignee,
    DateTime? DueAt,
    int? Version = null
);

/// <summary>The action is done.</summary>
/// <param name="Note">What was done, where to see it.</param>
public sealed record CompleteActionRequest(string? Note = null, int? Version = null);

/// <summary>The action will not be done.</summary>
public sealed record DeclineActionRequest(string? Reason, int? Version = null);

/// <summary>The action is to be done after all.</summary>
public sealed record ReopenActionRequest(string? Reason, int? Version = null);

/// <summary>An action.</summary>
/// <param name="Reference">How people call it, e.g. <c>ACT-7</c>.</param>
/// <param name="Severity">Of its incident.</param>
/// <param name="IsOverdue">Open, and its due date has passed.</param>
/// <param name="Version">Send it back with a change to be told when somebody was faster.</param>
public sealed record ActionResponse(
    Guid Id,
    int Number,
    string Reference,
    string Title,
    ActionType Type,
    string? Description,
    ActionStatus Status,
    Person? Assignee,
    DateTime? DueAt,
    bool IsOverdue,
    Guid? IncidentId,
    int? IncidentNumber,
    string? IncidentReference,
    Guid? ReviewId,
    string? Service,
    string? Team,
    Severity? Severity,
    DateTime ProposedAt,
    DateTime? AcceptedAt,
    DateTime? CompletedAt,
    string? CompletionNote,
    DateTime? DeclinedAt,
    string? DeclineReason,
    int Version
)
{
    /// <summary>Neither done nor declined.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ActionStatus.Proposed or ActionStatus.Accepted;
}

/// <summary>What happened to an action.</summary>
/// <param name="What">
/// <c>proposed</c>, <c>accepted</c>, <c>changed</c>, <c>completed</c>, <c>declined</c> or
/// <c>overdue</c>.
/// </param>
/// <param name="Note">Reason or note.</param>
public sealed record ActionChangeResponse(
    int Version,
    string What,
    IReadOnlyList<FieldChange> Changes,
    string? Note,
    Actor Actor,
    DateTime OccurredAt,
    DateTime RecordedAt
);
