using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

/// <summary>Merges a duplicate into another incident.</summary>
internal static class MergeIncident
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/{incident}/merge", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-merged", "merged {incident} into another")
            .WithName("MergeIncident")
            .WithSummary(
                "Merge an incident into another one as a duplicate; its alerts go to the other one"
            )
            .ProducesEditProblems();

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> HandleAsync(
        string incident,
        MergeIncidentRequest request,
        HttpContext http,
        IncidentTransaction transaction,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var check = new FieldErrors()
            .That(Reference.ToIncident(request.Into) is not null, "into", Reference.IncidentRule)
            .Length("reason", request.Reason, TextLengths.Reason);
        if (check.Problem is { } invalid)
        {
            return invalid;
        }

        var problem = await transaction.RunAsync(
            http,
            incident,
            request.Version,
            work => DecideAsync(work, request)
        );
        return problem is not null
            ? problem
            : TypedResults.Ok(
                (await db.Incidents.Named(incident).ToResponsesAsync(db, token)).Single()
            );
    }

    private static async Task<Decision> DecideAsync(
        IncidentTransaction.Work work,
        MergeIncidentRequest request
    )
    {
        var (db, source, token) = (work.Db, work.Incident, work.Token);
        var target = await db.Incidents.Named(request.Into!).SingleOrDefaultAsync(token);
        if (target is null || target.Id == source.Id)
        {
            return Decision.Invalid(
                "into",
                target is null ? "must name an incident that exists" : "must be another incident"
            );
        }

        var by = work.By with { Reason = request.Reason.TrimmedOrNull() };
        var own = await db.Alerts.CountAsync(
            a => a.IncidentId == source.Id && a.MergedFromId == null,
            token
        );
        var decision = source.MergeInto(target, own, by);
        if (!decision.IsChange)
        {
            return decision;
        }

        work.Forgotten.AddRange(await Merges.KeysAsync(db, source.Id, token));
        foreach (var earlier in await Merges.OfAsync(db, source.Id, token))
        {
            var its = await Merges.CountAsync(db, earlier.Id, token);
            work.Tell(earlier, earlier.MergeAlong(target, its, by));
        }

        await Merges.HandOverAsync(db, source.Id, target.Id, token);
        await Merges.RecountAsync(db, source, token);
        await Merges.RecountAsync(db, target, token);
        work.Tell(
            target,
            Decision.Changed(
                new IncidentLinked(target.ToState(), source.SeenAs(IncidentRelation.Merged))
            )
        );
        return decision;
    }
}
