using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Features.Engaging;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http.Editing;
using Pir.ServiceDefaults.Importing;

namespace Pir.IncidentIntake.Features.Incidents;

internal static class AcknowledgeIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/acknowledge", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-acknowledged", "acknowledged {incident}")
            .TakesImports()
            .WithName("AcknowledgeIncident")
            .WithSummary("Acknowledge an incident")
            .ProducesEditProblems();

    private static Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        AcknowledgeIncidentRequest? request,
        HttpContext http,
        IncidentEditor editor,
        EngagementDesk desk
    ) =>
        editor.ChangeAsync(
            http,
            incident,
            request?.Version,
            async (i, by) =>
            {
                var decision = i.Acknowledge(request?.AcknowledgedAt, by);
                if (request?.TakeLead is true)
                {
                    decision = decision.Then(() =>
                        i.Assign(IncidentRole.IncidentCommander, PersonOf(http.User, by.By), by)
                    );
                }

                return decision.IsChange
                    ? decision.Then(await AnswerCallsAsync(i, http, desk, by))
                    : decision;
            }
        );

    /// <summary>Whoever acknowledges the incident also does so for their own teams.</summary>
    private static async Task<IReadOnlyList<Fact>> AnswerCallsAsync(
        Incident incident,
        HttpContext http,
        EngagementDesk desk,
        Stamp by
    )
    {
        var engaged = await desk.OfAsync(incident.Id, http.RequestAborted);
        var (person, teams) = (http.User.PersonId(), http.User.Teams());
        return
        [
            .. engaged
                .Where(e => e.Concerns(person, teams) && e.Acknowledge(by.By, by.At))
                .Select(e => new Fact(
                    new EngagementAcknowledged(incident.ToState(), e.ToState()),
                    by.At
                )),
        ];
    }

    // Somebody on whose behalf the caller acts may have no account.
    private static Person PersonOf(ClaimsPrincipal caller, Actor by) =>
        caller.IsOnBehalf() ? new(null, by.Name) : new(caller.PersonId(), caller.PersonName()!);
}
