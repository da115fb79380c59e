using Microsoft.AspNetCore.Http.HttpResults;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Importing;

namespace Pir.ActionTracking.Features;

/// <summary>
/// Proposes an action by hand. Actions of a review are proposed automatically.
/// </summary>
public static class ProposeAction
{
    internal static void Map(RouteGroupBuilder api) =>
        api.MapPost("", Handle)
            .May(Permissions.WorkOnActions)
            .Audited("action-proposed", "proposed {action}")
            .TakesImports()
            .WithName("ProposeAction")
            .WithSummary("Propose an action");

    internal static async Task<Results<Created<ActionResponse>, ProblemHttpResult>> Handle(
        ProposeActionRequest request,
        HttpContext http,
        FactFinder facts,
        ActionsDbContext db,
        ActionNumbers numbers,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var errors = Check(request);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var (review, incident) = await FindAsync(request, facts, errors, token);
        if (errors.Problem is { } unknown)
        {
            return unknown;
        }

        var now = clock.UtcNow();
        var draft = new ActionDraft(
            request.Title!,
            request.Type!.Value,
            request.Description,
            incident?.Id ?? review?.IncidentId,
            incident?.Number,
            review?.Id,
            request.Service.TrimmedOrNull() ?? incident?.Service,
            request.Team.TrimmedOrNull() ?? incident?.Team,
            incident?.Severity,
            incident?.IsSilent is true || review?.IsSilent is true
        );
        var action = ActionItem.Propose(
            Guid.CreateVersion7(),
            await numbers.NextAsync(token),
            draft,
            now
        );
        db.Actions.Add(action);
        db.Tell(new ActionProposed(action.ToState()), action, now, http.User.ToActor());
        db.Audit(http, action.ToAuditSubject(), action.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created($"/api/actions/{action.Id}", action.ToResponse(now));
    }

    private static FieldErrors Check(ProposeActionRequest request) =>
        new FieldErrors()
            .Check("title", ActionRules.CheckTitle(request.Title))
            .Check(
                "type",
                request.Type is null
                    ? "is required: corrective, preventive, detective, mitigative or process"
                    : null
            )
            .Length("description", request.Description, ActionItem.MaxDescription)
            .Length("team", request.Team, ActionItem.MaxName)
            .Length("service", request.Service, ActionItem.MaxName);

    private static async Task<(ReviewFacts? Review, IncidentFacts? Incident)> FindAsync(
        ProposeActionRequest request,
        FactFinder facts,
        FieldErrors errors,
        CancellationToken token
    )
    {
        var review = request.Review is { } id ? await facts.ReviewAsync(id, token) : null;
        errors.Check(
            "review",
            request.Review is not null && review is null ? "must be an existing review" : null
        );
        var key = request.Incident.TrimmedOrNull() ?? review?.IncidentId.ToString();
        var incident = key is null ? null : await facts.IncidentAsync(key, token);
        errors.Check(
            "incident",
            request.Incident.TrimmedOrNull() is not null && incident is null
                ? "must be an existing incident"
                : null
        );
        if (review is not null && incident is not null && review.IncidentId != incident.Id)
        {
            errors.Check("incident", "must be the incident of the review");
        }

        return (review, incident);
    }
}
