using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

/// <summary>Undoes a merge.</summary>
internal static class UnmergeIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/unmerge", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-unmerged", "undid the merge of {incident}")
            .WithName("UnmergeIncident")
            .WithSummary(
                "Undo a merge: the incident gets its status and alerts back, with their later "
                    + "firings"
            )
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        UnmergeIncidentRequest? request,
        HttpContext http,
        IncidentTransaction transaction,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var check = new FieldErrors().Length("reason", request?.Reason, TextLengths.Reason);
        if (check.Problem is { } invalid)
        {
            return invalid;
        }

        var problem = await transaction.RunAsync(
            http,
            incident,
            request?.Version,
            work => DecideAsync(work, request?.Reason.TrimmedOrNull())
        );
        return problem is not null
            ? problem
            : TypedResults.Ok(
                (await db.Incidents.Named(incident).ToResponsesAsync(db, token)).Single()
            );
    }

    private static async Task<Decision> DecideAsync(IncidentTransaction.Work work, string? reason)
    {
        var (db, merged, token) = (work.Db, work.Incident, work.Token);
        var target = await db.Incidents.SingleOrDefaultAsync(
            i => i.Id == merged.MergedIntoId,
            token
        );
        if (target is null)
        {
            return Decision.Conflict("not-merged", "The incident is not merged.");
        }

        var alerts = await Merges.GiveBackAsync(db, merged, target.Id, token);
        var decision = merged.Unmerge(target, alerts, work.By with { Reason = reason });
        await Merges.RecountAsync(db, merged, token);
        await Merges.RecountAsync(db, target, token);
        work.Forgotten.AddRange(await Merges.KeysAsync(db, merged.Id, token));
        work.Tell(
            target,
            Decision.Changed(
                new IncidentUnlinked(target.ToState(), merged.SeenAs(IncidentRelation.Merged))
            )
        );
        return decision;
    }
}
