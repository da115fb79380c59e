using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Notifications.Features;

/// <summary>Shows who would be told about an incident.</summary>
public static class TryChannelRules
{
    public static void MapTryChannelRules(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/channel-rules/try", HandleAsync)
            .May(Permissions.SeeChannelPolicy)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName(nameof(TryChannelRules))
            .WithSummary("Show who would be told about an incident; nobody is");

    private static async Task<Results<Ok<TryChannelRulesResponse>, ProblemHttpResult>> HandleAsync(
        TryChannelRulesRequest request,
        NotificationDbContext db,
        CancellationToken token
    )
    {
        var check = new FieldErrors()
            .That(request.Severity is not null, "severity", "is required")
            .Length("service", request.Service, IncidentContext.LongestValue)
            .Length("team", request.Team, IncidentContext.LongestValue);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var facets = EventFacets.None with
        {
            Severity = request.Severity,
            Service = request.Service?.Trim(),
            Team = request.Team?.Trim(),
        };
        var rules = await db.ChannelRules.AsNoTracking().InOrder().ToListAsync(token);
        var rule = ChannelRule.Choose(rules, facets, request.Moment ?? ChannelMoment.Opened);
        return TypedResults.Ok(
            new TryChannelRulesResponse(
                rule?.Id,
                rule?.Name,
                rule?.Told(await db.SubscriptionsByIdAsync(token)) ?? []
            )
        );
    }
}
