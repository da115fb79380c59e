using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Actions;

/// <summary>The type of an action: how it addresses its factor.</summary>
public enum ActionType
{
    Corrective,
    Preventive,
    Detective,
    Mitigative,
    Process,
}

/// <summary>The status of an action.</summary>
public enum ActionStatus
{
    Proposed,
    Accepted,
    Completed,
    Declined,
}

/// <summary>An action item.</summary>
/// <param name="IsSilent">Whether its incident's events are not sent to subscribers.</param>
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
    string? DeclineReason,
    bool IsSilent = false
);

/// <summary>An action was proposed, by a review or by hand.</summary>
public sealed record ActionProposed(ActionState Action) : IEvent;

/// <summary>An action was accepted, with an assignee and a due date.</summary>
public sealed record ActionAccepted(ActionState Action) : IEvent;

/// <summary>
/// Title, type, team, assignee or due date changed, or it was reopened (the field is then
/// <c>status</c>).
/// </summary>
/// <param name="Reason">Why the action was reopened.</param>
public sealed record ActionChanged(
    ActionState Action,
    IReadOnlyList<FieldChange> Changes,
    string? Reason = null
) : IEvent;

/// <summary>An action was completed.</summary>
public sealed record ActionCompleted(ActionState Action, string? Note) : IEvent;

/// <summary>An action was declined, with a reason.</summary>
public sealed record ActionDeclined(ActionState Action, string Reason) : IEvent;

/// <summary>An action's due date passed.</summary>
public sealed record ActionOverdue(ActionState Action) : IEvent;
