using System.Text.Json.Serialization;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>A new action, proposed by hand.</summary>
/// <param name="Title">What will be done, up to 300 characters.</param>
/// <param name="Incident">Id, reference or number. Defaults to the incident of the review.</param>
/// <param name="Review">Id of the review.</param>
/// <param name="Team">The responsible team. Defaults to the incident's team.</param>
/// <param name="Service">The affected service. Defaults to the incident's service.</param>
public sealed record ProposeActionRequest(
    string? Title,
    ActionType? Type,
    string? Description = null,
    string? Incident = null,
    Guid? Review = null,
    string? Team = null,
    string? Service = null
);

/// <summary>
/// Changes to make. Missing values stay. An empty description or team clears the field.
/// </summary>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
public sealed record EditActionRequest(
    string? Title,
    ActionType? Type,
    string? Description,
    string? Team,
    int? Version = null
);

/// <summary>The assignee and the due date.</summary>
/// <param name="Assignee">A name, or id and name.</param>
/// <param name="DueAt">Not in the past.</param>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
public sealed record AssignActionRequest(
    [property: JsonConverter(typeof(PersonOrNameConverter))] Person? Assignee,
    DateTime? DueAt,
    int? Version = null
);

/// <summary>Completes the action.</summary>
/// <param name="Note">What was done and where to see it.</param>
public sealed record CompleteActionRequest(string? Note = null, int? Version = null);

/// <summary>Declines the action.</summary>
public sealed record DeclineActionRequest(string? Reason, int? Version = null);

/// <summary>Reopens the action.</summary>
public sealed record ReopenActionRequest(string? Reason, int? Version = null);

/// <summary>An action.</summary>
/// <param name="Reference">The short reference, e.g. <c>ACT-7</c>.</param>
/// <param name="Severity">Severity of its incident.</param>
/// <param name="IsOverdue">True if it is open and its due date has passed.</param>
/// <param name="Version">Send it with a change to detect concurrent changes.</param>
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
    /// <summary>Whether it is neither completed nor declined.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is ActionStatus.Proposed or ActionStatus.Accepted;
}

/// <summary>An entry in an action's history.</summary>
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
