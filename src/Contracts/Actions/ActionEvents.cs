using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Actions;

/// <summary>What an action does about its factor.</summary>
public enum ActionType
{
    Corrective,
    Preventive,
    Detective,
    Mitigative,
    Process,
}

/// <summary>Where an action stands.</summary>
public enum ActionStatus
{
    Proposed,
    Accepted,
    Completed,
    Declined,
}

/// <summary>An action item.</summary>
public sealed record ActionState(
    Guid Id,
    int Number,
    string Title,
    ActionType Type,
    string? Description,
    ActionStatus Status,
    Guid? IncidentId,
    int? IncidentNumber,
    Guid? ReviewId,
    string? Service,
    string? Team,
    Severity? Severity,
    Person? Assignee,
    DateTime? DueAt,
    DateTime ProposedAt,
    DateTime? CompletedAt,
    string? DeclineReason
);

/// <summary>An action was proposed, by a review or by hand.</summary>
public sealed record ActionProposed(ActionState Action) : IEvent;

/// <summary>Somebody will do it by a date.</summary>
public sealed record ActionAccepted(ActionState Action) : IEvent;

/// <summary>
/// Title, type, team, assignee or due date changed, or it was reopened (the field is then
/// <c>status</c>).
/// </summary>
/// <param name="Reason">Why it was reopened.</param>
public sealed record ActionChanged(
    ActionState Action,
    IReadOnlyList<FieldChange> Changes,
    string? Reason = null
) : IEvent;

/// <summary>It is done.</summary>
public sealed record ActionCompleted(ActionState Action, string? Note) : IEvent;

/// <summary>It will not be done, and why.</summary>
public sealed record ActionDeclined(ActionState Action, string Reason) : IEvent;

/// <summary>Its due date passed.</summary>
public sealed record ActionOverdue(ActionState Action) : IEvent;
