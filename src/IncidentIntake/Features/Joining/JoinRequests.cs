using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Joining;
using Pir.IncidentIntake.Features.Incidents;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Joining;

/// <summary>Asks to join an incident, withdraws that, and lists who asked.</summary>
internal static class JoinRequests
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents/{incident}/joins", ListAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListJoinRequests")
            .WithSummary("List who asked to join an incident, oldest first")
            .ProducesProblem(404);
        api.MapPost("/api/incidents/{incident}/joins", AskAsync)
            .May(Permissions.AskToJoin)
            .Audited("join-requested", "asked to join {incident}")
            .WithName("AskToJoinIncident")
            .WithSummary("Ask to join an incident; asking twice changes nothing")
            .ProducesEditProblems();
        api.MapPost("/api/incidents/{incident}/joins/{id:guid}/withdraw", WithdrawAsync)
            .May(Permissions.AskToJoin)
            .Audited("join-withdrawn", "withdrew the request to join {incident}")
            .WithName("WithdrawJoinRequest")
            .WithSummary("Withdraw your own request to join an incident")
            .ProducesEditProblems();
    }

    /// <summary>
    /// Whether the caller may accept and decline: the commander and everybody who runs incidents.
    /// </summary>
    public static bool MayDecide(ClaimsPrincipal caller, Incident incident) =>
        caller.Has(Scope.IncidentsWrite)
        || (
            caller.PersonId() is { } id
            && incident.Roles.Any(r =>
                r.Role == IncidentRole.IncidentCommander && r.Person.Id == id
            )
        );

    public static JoinRequestResponse Describe(
        JoinRequest it,
        Incident incident,
        ClaimsPrincipal caller
    )
    {
        var state = it.ToState();
        return new(
            it.Id,
            state.Person,
            state.Role,
            state.Discipline,
            state.Note,
            state.Status,
            state.RequestedAt,
            state.DecidedAt,
            state.DecidedBy,
            state.Reason,
            state.Status == JoinStatus.Pending && MayDecide(caller, incident),
            it.PersonId == caller.PersonId(),
            it.Version
        );
    }

    private static async Task<
        Results<Ok<ItemList<JoinRequestResponse>>, ProblemHttpResult>
    > ListAsync(string incident, HttpContext http, IntakeDbContext db, CancellationToken token)
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var all = await db
            .JoinRequests.AsNoTracking()
            .Where(r => r.IncidentId == found.Id)
            .OrderBy(r => r.RequestedAt)
            .ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<JoinRequestResponse>(all.ConvertAll(r => Describe(r, found, http.User)))
        );
    }

    private static async Task<Results<Ok<JoinRequestResponse>, ProblemHttpResult>> AskAsync(
        string incident,
        JoinIncidentRequest? request,
        HttpContext http,
        JoinRequestEditor editor
    )
    {
        var check = JoiningChecks
            .Check(request?.Role, request?.Discipline)
            .Length("note", request?.Note, TextLengths.Reason);
        if (check.Problem is { } problem)
        {
            return problem;
        }

        if (http.User.PersonId() is not { } id)
        {
            return Problems.Conflict(
                "not-a-person",
                "A service token cannot join an incident. Sign in, or use a personal token."
            );
        }

        var person = new Person(id, http.User.PersonName()!);
        var wish = new JoinWish(request?.Role, request?.Discipline, request?.Note);
        return await editor.ChangeAsync(
            http,
            new(incident, Asker: person),
            version: null,
            (it, by) => it.Ask(editor.Incident, wish, person, by.At)
        );
    }

    private static Task<Results<Ok<JoinRequestResponse>, ProblemHttpResult>> WithdrawAsync(
        string incident,
        Guid id,
        HttpContext http,
        JoinRequestEditor editor
    ) =>
        editor.ChangeAsync(
            http,
            new(incident, id, IsOwn: true),
            version: null,
            (it, by) => it.Withdraw(editor.Incident, by.At)
        );
}
