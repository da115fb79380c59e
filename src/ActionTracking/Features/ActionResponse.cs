using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;

namespace Pir.ActionTracking.Features;

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
    internal static ActionResponse From(ActionItem action, DateTime now) =>
        new(
            action.Id,
            action.Number,
            Pir.Contracts.References.Reference.OfAction(action.Number),
            action.Title,
            action.Type,
            action.Description,
            action.Status,
            action.Assignee,
            action.DueAt,
            action.IsOverdueAt(now),
            action.IncidentId,
            action.IncidentNumber,
            action.IncidentNumber is { } number
                ? Pir.Contracts.References.Reference.OfIncident(number)
                : null,
            action.ReviewId,
            action.Service,
            action.Team,
            action.Severity,
            action.ProposedAt,
            action.AcceptedAt,
            action.CompletedAt,
            action.CompletionNote,
            action.DeclinedAt,
            action.DeclineReason,
            action.Version
        );
}
