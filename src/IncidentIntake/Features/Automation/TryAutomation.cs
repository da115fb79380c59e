using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Automation;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Automation;

/// <summary>Tries a rule on the last incidents before it is saved.</summary>
internal static class TryAutomation
{
    private const int Incidents = 20;

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/automation/try", HandleAsync)
            .May(Permissions.ManageAutomation)
            .NotAudited(UnauditedBecause.ChangesNothing)
            .WithName("TryAutomationRule")
            .WithSummary("Show what a rule would do with the last 20 incidents, as they are now");

    private static async Task<Results<Ok<TryAutomationResponse>, ProblemHttpResult>> HandleAsync(
        TryAutomationRequest request,
        IntakeDbContext db,
        AutomationDesk desk,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (request.Rule is not { } wanted)
        {
            return Problems.Validation("rule", "is required");
        }

        if (new FieldErrors().Add("rule.", AutomationChecks.Check(wanted)).Problem is { } problem)
        {
            return problem;
        }

        var rule = AutomationRule.Create(wanted, clock.UtcNow());
        var last = await db
            .Incidents.AsNoTracking()
            .Where(i => !i.IsSilent)
            .OrderByDescending(i => i.Number)
            .Take(Incidents)
            .ToListAsync(token);
        var tried = new List<TriedIncident>();
        foreach (var incident in last)
        {
            tried.Add(await TryAsync(rule, incident, db, desk, token));
        }

        return TypedResults.Ok(new TryAutomationResponse(tried));
    }

    private static async Task<TriedIncident> TryAsync(
        AutomationRule rule,
        Incident incident,
        IntakeDbContext db,
        AutomationDesk desk,
        CancellationToken token
    )
    {
        var isMatch =
            await HappenedAsync(rule.Trigger, incident, db, token)
            && await desk.IsForAsync(rule, incident.ToState(), token);
        return new(
            incident.Reference,
            incident.Title,
            incident.Severity,
            isMatch,
            isMatch ? await desk.PlanAsync(rule, incident, token) : []
        );
    }

    private static async Task<bool> HappenedAsync(
        AutomationTrigger trigger,
        Incident incident,
        IntakeDbContext db,
        CancellationToken token
    ) =>
        trigger switch
        {
            AutomationTrigger.Opened => true,
            AutomationTrigger.Acknowledged => incident.AcknowledgedAt is not null,
            AutomationTrigger.Mitigated => incident.MitigatedAt is not null,
            AutomationTrigger.Resolved => incident.ResolvedAt is not null,
            AutomationTrigger.Reopened => incident.ReopenedAt is not null,
            _ => await db.History.AnyAsync(
                h =>
                    h.IncidentId == incident.Id
                    && h.Field
                        == (trigger == AutomationTrigger.SeverityChanged ? "severity" : "service"),
                token
            ),
        };
}
