using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Severities;

/// <summary>Reads and changes what the severities mean.</summary>
internal static class SeverityDefinitions
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/severities", ListAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListSeverities")
            .WithSummary("List what the severities mean, the worst first");
        api.MapPut("/api/severities/{severity}", ChangeAsync)
            .May(Permissions.ManageEngagement)
            .Audited("severity-defined", "changed the definition of {severity}")
            .WithName("PutSeverity")
            .WithSummary("Define what a severity means")
            .ProducesEditProblems();
    }

    private static async Task<Ok<ItemList<SeverityDefinitionResponse>>> ListAsync(
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var all = await db.Severities.AsNoTracking().ToListAsync(token);
        return TypedResults.Ok(
            new ItemList<SeverityDefinitionResponse>([
                .. all.OrderBy(s => s.Severity).Select(s => s.ToResponse()),
            ])
        );
    }

    private static async Task<
        Results<Ok<SeverityDefinitionResponse>, ProblemHttpResult>
    > ChangeAsync(
        string severity,
        PutSeverityRequest request,
        HttpContext http,
        SeverityEditor editor
    )
    {
        if (SeverityWords.Parse(severity) is not { } known)
        {
            return Problems.NotFound("severity " + severity);
        }

        var check = new FieldErrors()
            .Required("label", request.Label, SeverityDefinition.LongestLabel)
            .Length("description", request.Description, TextLengths.Description)
            .Length("examples", request.Examples, TextLengths.Description);
        return check.Problem is { } problem
            ? problem
            : await editor.ChangeAsync(
                http,
                SeverityDefinition.IdOf(known),
                request.Version,
                (it, _) => it.Change(request)
            );
    }
}

/// <summary>Changes what a severity means.</summary>
internal sealed class SeverityEditor(IntakeDbContext db, TimeProvider clock)
    : Editor<SeverityDefinition, Guid, SeverityDefinitionResponse>(db, clock)
{
    protected override Task<SeverityDefinition?> LoadAsync(
        Guid key,
        HttpContext http,
        CancellationToken token
    ) => db.Severities.SingleOrDefaultAsync(s => s.Id == key, token);

    protected override string NameOf(Guid key) => "severity";

    protected override AuditSubject SubjectOf(SeverityDefinition it) => it.ToAuditSubject();

    protected override Task<SeverityDefinitionResponse> AnswerAsync(
        SeverityDefinition it,
        HttpContext http,
        CancellationToken token
    ) => Task.FromResult(it.ToResponse());
}
