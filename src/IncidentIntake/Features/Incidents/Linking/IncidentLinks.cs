using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;
using Pir.ServiceDefaults.Http.Editing;

namespace Pir.IncidentIntake.Features.Incidents.Linking;

/// <summary>Reads, adds and removes the links of an incident. Both ends show them.</summary>
internal static class IncidentLinks
{
    private const string RelationRule =
        "must be relatedTo, causedBy, causeOf, duplicateOf, duplicatedBy, childOf or parentOf";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents/{incident}/links", ReadAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidentLinks")
            .WithSummary("List the links of an incident, and what was merged into it")
            .ProducesProblem(404);
        api.MapPost("/api/incidents/{incident}/links", AddAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-linked", "linked {incident} to another")
            .WithName("LinkIncident")
            .WithSummary("Link an incident to another one")
            .ProducesEditProblems();
        api.MapDelete("/api/incidents/{incident}/links/{link:guid}", RemoveAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-unlinked", "removed a link of {incident}")
            .WithName("UnlinkIncident")
            .WithSummary("Remove a link; a merge is undone with unmerge")
            .ProducesEditProblems();
    }

    private static async Task<
        Results<Ok<ItemList<IncidentLinkResponse>>, ProblemHttpResult>
    > ReadAsync(string incident, IntakeDbContext db, CancellationToken token)
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        return found is null
            ? Problems.NotFound("incident " + incident)
            : TypedResults.Ok(await LinkResponses.OfAsync(db, found, token));
    }

    private static async Task<
        Results<Ok<ItemList<IncidentLinkResponse>>, ProblemHttpResult>
    > AddAsync(
        string incident,
        LinkIncidentRequest request,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    )
    {
        var isManual = request.Relation is { } asked && IncidentLink.IsManual(asked);
        var check = new FieldErrors()
            .That(isManual, "relation", RelationRule)
            .That(
                Reference.ToIncident(request.Incident) is not null,
                "incident",
                Reference.IncidentRule
            );
        if (check.Problem is { } problem)
        {
            return problem;
        }

        var outcome = await editor.ChangeAsync(
            http,
            incident,
            request.Version,
            (it, by) => LinkAsync(db, it, request, by, http.RequestAborted)
        );
        return outcome.Result is ProblemHttpResult refused
            ? refused
            : await ReadAsync(incident, db, http.RequestAborted);
    }

    private static async Task<Decision> LinkAsync(
        IntakeDbContext db,
        Incident incident,
        LinkIncidentRequest request,
        Stamp by,
        CancellationToken token
    )
    {
        var other = await db.Incidents.Named(request.Incident!).SingleOrDefaultAsync(token);
        if (other is null || other.Id == incident.Id)
        {
            return Decision.Invalid(
                "incident",
                other is null ? "must name an incident that exists" : "must be another incident"
            );
        }

        if (other.RefuseIfMerged() is { } merged)
        {
            return merged;
        }

        var link = IncidentLink.Of(incident, request.Relation!.Value, other, by);
        if (await LinkRules.IsThereAsync(db, link, token))
        {
            return Decision.Nothing;
        }

        if (await LinkRules.CheckAsync(db, link, token) is { } broken)
        {
            return broken;
        }

        db.Links.Add(link);
        var there = incident.SeenAs(link.SeenFrom(other.Id));
        db.Raise(new IncidentLinked(other.ToState(), there), other.Id, other, by.At, by.By);
        var here = other.SeenAs(link.SeenFrom(incident.Id));
        return Decision.Changed(new IncidentLinked(incident.ToState(), here));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string incident,
        Guid link,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    )
    {
        var outcome = await editor.ChangeAsync(
            http,
            incident,
            version: null,
            async (it, by) =>
            {
                var found = await db.Links.SingleOrDefaultAsync(
                    l => l.Id == link && (l.FromId == it.Id || l.ToId == it.Id),
                    http.RequestAborted
                );
                return found is null
                    ? new Refusal.UnknownPart("link " + link)
                    : await UnlinkAsync(db, it, found, by, http.RequestAborted);
            }
        );
        return outcome.Result is ProblemHttpResult problem ? problem : TypedResults.NoContent();
    }

    private static async Task<Decision> UnlinkAsync(
        IntakeDbContext db,
        Incident incident,
        IncidentLink link,
        Stamp by,
        CancellationToken token
    )
    {
        db.Links.Remove(link);
        var id = link.OtherEnd(incident.Id);
        if (await db.Incidents.SingleOrDefaultAsync(i => i.Id == id, token) is not { } other)
        {
            return new Refusal.UnknownPart("link " + link.Id);
        }

        var there = incident.SeenAs(link.SeenFrom(other.Id));
        db.Raise(new IncidentUnlinked(other.ToState(), there), other.Id, other, by.At, by.By);
        var here = other.SeenAs(link.SeenFrom(incident.Id));
        return Decision.Changed(new IncidentUnlinked(incident.ToState(), here));
    }
}
