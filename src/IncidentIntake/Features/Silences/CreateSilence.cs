using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Features.AlertRules;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake.Features.Silences;

internal static class CreateSilence
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/silences", HandleAsync)
            .May(Permissions.SilenceAlerts)
            .Audited("silence-created", "created {silence}")
            .WithName("CreateSilence")
            .WithSummary("Silence alerts for some time, from now or as a maintenance window");

    private static async Task<Results<Created<SilenceResponse>, ProblemHttpResult>> HandleAsync(
        SilenceRequest request,
        HttpContext http,
        IntakeDbContext db,
        RuleDirectory directory,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var now = clock.UtcNow();
        if (request.Check(now, isNew: true).Problem is { } problem)
        {
            return problem;
        }

        var creator = http.User.ToActor();
        var silence = new Silence
        {
            Id = Guid.CreateVersion7(),
            CreatedAt = now,
            CreatedByKind = creator.Kind,
            CreatedById = creator.Id,
            CreatedByName = creator.Name,
        };
        silence.Set(request, now);
        db.Silences.Add(silence);
        db.Audit(http, silence.ToAuditSubject(), silence.Id);
        await db.SaveChangesAsync(token);
        directory.Forget();
        return TypedResults.Created($"/api/silences/{silence.Id}", silence.ToResponse(now, 0));
    }
}
