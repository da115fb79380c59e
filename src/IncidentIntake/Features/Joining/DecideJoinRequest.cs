using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Joining;
using Pir.IncidentIntake.Features.Incidents;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Joining;

/// <summary>
/// Accepts a request to join, which assigns the role in the same commit, or declines it.
/// </summary>
internal static class DecideJoinRequest
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/api/incidents/{incident}/joins/{id:guid}/accept", AcceptAsync)
            .May(Permissions.DecideOnJoining)
            .Audited("join-accepted", "accepted a request to join {incident}")
            .WithName("AcceptJoinRequest")
            .WithSummary("Accept a request to join an incident, and assign a role")
            .ProducesEditProblems();
        api.MapPost("/api/incidents/{incident}/joins/{id:guid}/decline", DeclineAsync)
            .May(Permissions.DecideOnJoining)
            .Audited("join-declined", "declined a request to join {incident}")
            .WithName("DeclineJoinRequest")
            .WithSummary("Decline a request to join an incident")
            .ProducesEditProblems();
    }

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> AcceptAsync(
        string incident,
        Guid id,
        AcceptJoinRequest? request,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    )
    {
        if (JoiningChecks.Check(request?.Role, request?.Discipline).Problem is { } problem)
        {
            return problem;
        }

        if (await ForbidAsync(incident, http, db) is { } forbidden)
        {
            return forbidden;
        }

        var given = new JoinWish(request?.Role, request?.Discipline);
        return await editor.ChangeAsync(
            http,
            incident,
            version: null,
            async (i, by) =>
                await db.JoinRequests.SingleOrDefaultAsync(r => r.Id == id && r.IncidentId == i.Id)
                    is { } asked
                    ? asked.Accept(i, given, PersonOf(http, by), by)
                    : new Refusal.UnknownPart("request to join " + id)
        );
    }

    private static Task<Results<Ok<JoinRequestResponse>, ProblemHttpResult>> DeclineAsync(
        string incident,
        Guid id,
        DeclineJoinRequest? request,
        HttpContext http,
        JoinRequestEditor editor
    )
    {
        var check = new FieldErrors().Length("reason", request?.Reason, TextLengths.Reason);
        return check.Problem is { } problem
            ? Task.FromResult<Results<Ok<JoinRequestResponse>, ProblemHttpResult>>(problem)
            : editor.ChangeAsync(
                http,
                new(incident, id),
                version: null,
                (it, by) => it.Decline(editor.Incident, request?.Reason, PersonOf(http, by), by.At)
            );
    }

    private static async Task<ProblemHttpResult?> ForbidAsync(
        string incident,
        HttpContext http,
        IntakeDbContext db
    ) =>
        await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(http.RequestAborted)
            is { } found
        && !JoinRequests.MayDecide(http.User, found)
            ? Problems.Forbidden(Scope.IncidentsWrite)
            : null;

    private static Person PersonOf(HttpContext http, Stamp by) =>
        new(http.User.IsOnBehalf() ? null : http.User.PersonId(), by.By.Name);
}
