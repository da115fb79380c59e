using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>Reads and changes the default team.</summary>
internal static class EngagementDefaults
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/engagement/settings", GetAsync)
            .May(Permissions.SeeEngagement)
            .WithName("GetEngagementSettings")
            .WithSummary("Get the team that is engaged if no rule matches");
        api.MapPut("/api/engagement/settings", ChangeAsync)
            .May(Permissions.ManageEngagement)
            .Audited("default-team-changed", "changed {engagementSettings}")
            .WithName("PutEngagementSettings")
            .WithSummary("Set the team that is engaged if no rule matches")
            .ProducesEditProblems();
    }

    private static async Task<Ok<EngagementSettingsResponse>> GetAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var it = await db.EngagementSettings.AsNoTracking().SingleAsync(token);
        return TypedResults.Ok(new EngagementSettingsResponse(it.DefaultTeam, it.Version));
    }

    private static async Task<
        Results<Ok<EngagementSettingsResponse>, ProblemHttpResult>
    > ChangeAsync(
        EngagementSettingsRequest request,
        HttpContext http,
        EngagementSettingsEditor editor
    )
    {
        var check = new FieldErrors().Length(
            "defaultTeam",
            request.DefaultTeam,
            IncidentContext.LongestValue
        );
        return check.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                EngagementSettings.OnlyId,
                request.Version,
                (it, _) => it.Change(request.DefaultTeam)
            );
    }
}
