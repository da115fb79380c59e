using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Features.Incidents;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>Who was engaged in an incident, and calling one more team by hand.</summary>
internal static class IncidentEngagements
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents/{incident}/engagements", ReadAsync)
            .May(Permissions.SeeIncidents)
            .WithName("GetIncidentEngagements")
            .WithSummary("Get who was engaged in an incident and who acknowledged")
            .ProducesProblem(404);
        api.MapPost("/api/incidents/{incident}/engagements", EngageAsync)
            .May(Permissions.RunIncidents)
            .Audited("team-engaged", "engaged a team in {incident}")
            .WithName("EngageTeam")
            .WithSummary("Engage a team in an incident")
            .ProducesProblem(404)
            .ProducesProblem(409);
    }

    /// <summary>
    /// Whether the caller may acknowledge: members of the team and everybody who runs incidents.
    /// </summary>
    public static bool MayAcknowledge(ClaimsPrincipal caller, Engagement engagement) =>
        caller.Has(Scope.IncidentsWrite) || engagement.Concerns(caller.PersonId(), caller.Teams());

    public static EngagementResponse Describe(
        Engagement it,
        Incident incident,
        ClaimsPrincipal caller
    )
    {
        var state = it.ToState();
        var next = it.IsSettledBy(incident) ? null : it.NextStep;
        return new(
            it.Id,
            state.Team,
            state.Person,
            state.Cause,
            state.Because,
            state.EngagedAt,
            state.AcknowledgedAt,
            state.AcknowledgedBy,
            next is null ? null : it.EscalateAt,
            next?.Team ?? next?.Person?.Name,
            state.AcknowledgedAt is null && MayAcknowledge(caller, it),
            it.Version
        );
    }

    private static async Task<
        Results<Ok<IncidentEngagementsResponse>, ProblemHttpResult>
    > ReadAsync(
        string incident,
        HttpContext http,
        IntakeDbContext db,
        EngagementDesk desk,
        CancellationToken token
    )
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var engaged = await desk.OfAsync(found.Id, token);
        var isUnmatched =
            engaged.Exists(e => e.Cause == EngagementCause.Default)
            || (
                engaged.Count == 0
                && found is { IsActive: true, IsSilent: false }
                && await db.EngagementRules.AnyAsync(token)
            );
        return TypedResults.Ok(
            new IncidentEngagementsResponse(
                isUnmatched,
                engaged.ConvertAll(e => Describe(e, found, http.User))
            )
        );
    }

    private static async Task<Results<Ok<EngagementResponse>, ProblemHttpResult>> EngageAsync(
        string incident,
        EngageTeamRequest request,
        HttpContext http,
        IntakeDbContext db,
        EngagementDesk desk,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var check = new FieldErrors().Required("team", request.Team, IncidentContext.LongestValue);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var team = new PlannedTeam(request.Team!.Trim(), EngagementCause.Person, null);
        var by = http.User.ToActor();
        var added = found.IsActive
            ? await desk.EngageAsync(found, team, by, clock.UtcNow(), token)
            : null;
        if (added is null)
        {
            return Refuse(found, team);
        }

        db.Audit(http, found.ToAuditSubject(), found.Id);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (Exception exception) when (DbConflict.Is(exception))
        {
            // Somebody else engaged it since it was looked for.
            return Refuse(found, team);
        }

        return TypedResults.Ok(Describe(added, found, http.User));
    }

    private static ProblemHttpResult Refuse(Incident incident, PlannedTeam team) =>
        incident.IsActive
            ? Problems.Conflict("already-engaged", $"\"{team.Team}\" is already engaged.")
            : Problems.Conflict(
                "invalid-transition",
                "The incident is over. Reopen it to engage a team."
            );
}
