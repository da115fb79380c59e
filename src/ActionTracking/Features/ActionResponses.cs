using Pir.ActionTracking.Domain;
using Pir.Contracts.Api;
using Pir.Contracts.References;

namespace Pir.ActionTracking.Features;

internal static class ActionResponses
{
    /// <summary>The action as the API returns it.</summary>
    public static ActionResponse ToResponse(this ActionItem action, DateTime now) =>
        new(
            action.Id,
            action.Number,
            Reference.OfAction(action.Number),
            action.Title,
            action.Type,
            action.Description,
            action.Status,
            action.Assignee,
            action.DueAt,
            action.IsOverdueAt(now),
            action.IncidentId,
            action.IncidentNumber,
            action.IncidentNumber is { } number ? Reference.OfIncident(number) : null,
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
