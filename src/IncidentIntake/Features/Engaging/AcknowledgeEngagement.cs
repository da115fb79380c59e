using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Features.Incidents;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Engaging;

internal static class AcknowledgeEngagement
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/engagements/{id:guid}/acknowledge", HandleAsync)
            .May(Permissions.AcknowledgeForTeam)
            .Audited("engagement-acknowledged", "acknowledged for a team in {incident}")
            .WithName("AcknowledgeEngagement")
            .WithSummary("Acknowledge for an engaged team, or for yourself")
            .ProducesEditProblems();

    private static Task<Results<Ok<EngagementResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        Guid id,
        HttpContext http,
        EngagementEditor editor,
        EngagementDesk desk
    ) =>
        editor.ChangeAsync(
            http,
            (incident, id),
            version: null,
            async (it, by) => Decide(it, await desk.OfAsync(it.IncidentId, http.RequestAborted), by)
        );

    /// <summary>Acknowledges, and ends the escalations that waited for it.</summary>
    private static Decision Decide(Engagement it, List<Engagement> all, Stamp by)
    {
        foreach (var answered in all.Where(e => e.IsAnsweredBy(it)))
        {
            answered.StopEscalation();
        }

        return it.Acknowledge(by.By, by.At) ? Decision.Changed() : Decision.Nothing;
    }
}

/// <summary>Changes one engagement.</summary>
internal sealed class EngagementEditor(IntakeDbContext db, EngagementDesk desk, TimeProvider clock)
    : Editor<Engagement, (string Incident, Guid Id), EngagementResponse>(db, clock)
{
    private Incident? _incident;

    protected override async Task<Engagement?> LoadAsync(
        (string Incident, Guid Id) key,
        HttpContext http,
        CancellationToken token
    )
    {
        _incident = await db
            .Incidents.AsNoTracking()
            .Named(key.Incident)
            .SingleOrDefaultAsync(token);
        return _incident is not { } incident
            ? null
            : await db.Engagements.SingleOrDefaultAsync(
                e => e.Id == key.Id && e.IncidentId == incident.Id,
                token
            );
    }

    protected override string NameOf((string Incident, Guid Id) key) => "engagement " + key.Id;

    protected override AuditSubject SubjectOf(Engagement it) => _incident!.ToAuditSubject();

    protected override ProblemHttpResult? Forbid(Engagement it, HttpContext http) =>
        IncidentEngagements.MayAcknowledge(http.User, it)
            ? null
            : Problems.Forbidden(Scope.IncidentsWrite);

    protected override void Raise(Engagement it, Decision decision, Stamp by) =>
        desk.Tell(
            new EngagementAcknowledged(_incident!.ToState(), it.ToState()),
            _incident,
            by.At,
            by.By
        );

    protected override Task<EngagementResponse> AnswerAsync(
        Engagement it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(IncidentEngagements.Describe(it, _incident!, http.User));
}
