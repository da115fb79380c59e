using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.Platform.Decisions;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Engaging;

/// <summary>Lists, creates, changes and removes escalation policies.</summary>
internal static class EscalationPolicies
{
    private const int Most = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/engagement/escalations", ListAsync)
            .May(Permissions.SeeEngagement)
            .WithName("ListEscalationPolicies")
            .WithSummary("List the escalation policies by name");
        api.MapGet("/api/engagement/escalations/{id:guid}", GetAsync)
            .May(Permissions.SeeEngagement)
            .WithName("GetEscalationPolicy")
            .WithSummary("Get an escalation policy")
            .ProducesProblem(404);
        api.MapPost("/api/engagement/escalations", CreateAsync)
            .May(Permissions.ManageEngagement)
            .Audited("escalation-policy-created", "created {escalationPolicy}")
            .WithName("CreateEscalationPolicy")
            .WithSummary("Create an escalation policy")
            .ProducesProblem(409);
        api.MapPut("/api/engagement/escalations/{id:guid}", ChangeAsync)
            .May(Permissions.ManageEngagement)
            .Audited("escalation-policy-changed", "changed {escalationPolicy}")
            .WithName("PutEscalationPolicy")
            .WithSummary("Replace all fields of an escalation policy")
            .ProducesEditProblems();
        api.MapDelete("/api/engagement/escalations/{id:guid}", DeleteAsync)
            .May(Permissions.ManageEngagement)
            .Audited("escalation-policy-removed", "removed {escalationPolicy}")
            .WithName("DeleteEscalationPolicy")
            .WithSummary("Remove an escalation policy; engagements stay as they are")
            .ProducesEditProblems();
    }

    private static async Task<Ok<ItemList<EscalationPolicyResponse>>> ListAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var all = await db.EscalationPolicies.AsNoTracking().ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<EscalationPolicyResponse>([
                .. all.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(r => r.Id)
                    .Select(r => r.ToResponse()),
            ])
        );
    }

    private static async Task<Results<Ok<EscalationPolicyResponse>, ProblemHttpResult>> GetAsync(
        Guid id,
        IntakeDbContext db,
        CancellationToken token
    ) =>
        await db.EscalationPolicies.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, token)
            is { } it
            ? TypedResults.Ok(it.ToResponse())
            : Problems.NotFound("escalation policy " + id);

    private static async Task<
        Results<Created<EscalationPolicyResponse>, ProblemHttpResult>
    > CreateAsync(
        EscalationPolicyRequest request,
        HttpContext http,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (EngagingChecks.Check(request).Problem is { } problem)
        {
            return problem;
        }

        if (await db.EscalationPolicies.CountAsync(token) >= Most)
        {
            return Problems.Conflict(
                "too-many",
                $"There are {Most} escalation policies already. Remove one first."
            );
        }

        var it = EscalationPolicy.Create(request, clock.UtcNow());
        db.EscalationPolicies.Add(it);
        db.Audit(http, it.ToAuditSubject(), it.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.Created($"/api/engagement/escalations/{it.Id}", it.ToResponse());
    }

    private static async Task<Results<Ok<EscalationPolicyResponse>, ProblemHttpResult>> ChangeAsync(
        Guid id,
        EscalationPolicyRequest request,
        HttpContext http,
        EscalationPolicyEditor editor
    ) =>
        EngagingChecks.Check(request).Problem is { } problem
            ? problem
            : await editor.ChangeAsync(http, id, request.Version, (it, _) => it.Describe(request));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        EscalationPolicyEditor editor
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            id,
            version: null,
            (it, _) =>
            {
                db.EscalationPolicies.Remove(it);
                return Decision.Changed();
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }
}
