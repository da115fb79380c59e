using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Bulk;

/// <summary>
/// Changes several incidents, each in a commit of its own: one that is refused does not keep the
/// others from being changed.
/// </summary>
internal static class ChangeIncidents
{
    private const string ChangeRule =
        "must have details (severity, service, team or environment), or a role, or close";

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/bulk", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incidents-changed", "changed {incident} together with others")
            .WithName("ChangeIncidents")
            .WithSummary("Change several incidents at once; the answer reports each");

    private static async Task<Results<Ok<BulkResponse>, ProblemHttpResult>> HandleAsync(
        ChangeIncidentsRequest request,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    )
    {
        if (Check(request).Problem is { } problem)
        {
            return problem;
        }

        var items = new List<BulkLine>();
        var undo = new BulkUndo(request);
        foreach (var name in BulkRequests.Each(request.Incidents!))
        {
            http.RequestAborted.ThrowIfCancellationRequested();
            items.Add(await ChangeAsync(name, request, undo, http, editor, db));
        }

        return TypedResults.Ok(new BulkResponse(items, undo.Requests));
    }

    private static FieldErrors Check(ChangeIncidentsRequest request)
    {
        var name = request.Person?.Name ?? request.Name;
        return new FieldErrors()
            .Incidents(request.Incidents)
            .Context(request)
            .That(
                request.Role is null || !string.IsNullOrWhiteSpace(name),
                request.Person is null ? "name" : "person.name",
                "is required"
            )
            .That(
                request.Role is not null || (request.Person is null && request.Name is null),
                "role",
                "is required with a person"
            )
            .Length(request.Person is null ? "name" : "person.name", name, TextLengths.Name)
            .Length("person.id", request.Person?.Id, TextLengths.Name)
            .Length("reason", request.Reason, TextLengths.Reason)
            .That(KindsOf(request) == 1, "body", ChangeRule);
    }

    private static int KindsOf(ChangeIncidentsRequest request) =>
        new[]
        {
            request.Severity is not null
                || IncidentContext.Fields.Any(f => f.Of(request) is not null),
            request.Role is not null,
            request.Close is true,
        }.Count(isAsked => isAsked);

    private static async Task<BulkLine> ChangeAsync(
        string name,
        ChangeIncidentsRequest request,
        BulkUndo undo,
        HttpContext http,
        IncidentEditor editor,
        IntakeDbContext db
    )
    {
        Incident? changed = null;
        var isChange = false;
        BulkUndo.Before? before = null;
        var outcome = await editor.ChangeAsync(
            http,
            name,
            request.Versions?.TryGetValue(name, out var version) is true ? version : null,
            async (incident, by) =>
            {
                (changed, before) = (incident, BulkUndo.Of(incident, request.Role));
                var isReviewed =
                    request.Close is true
                    && await CloseIncident.HasOpenReviewAsync(db, incident.Id);
                var decision = Decide(
                    incident,
                    request,
                    isReviewed,
                    by with
                    {
                        Reason = request.Reason.TrimmedOrNull(),
                    }
                );
                isChange = decision.IsChange;
                return decision;
            }
        );
        if (outcome.Result is ProblemHttpResult problem)
        {
            return BulkRequests.Refused(name, changed, problem);
        }

        if (isChange)
        {
            undo.Add(changed!, before!);
        }

        return new(
            name,
            changed!.Reference,
            isChange ? BulkOutcome.Changed : BulkOutcome.Unchanged
        );
    }

    /// <summary>One change with one event, which has the state after all of it.</summary>
    private static Decision Decide(
        Incident incident,
        ChangeIncidentsRequest request,
        bool hasOpenReview,
        Stamp by
    )
    {
        if (request.Close is true)
        {
            return incident.Close(hasOpenReview, by);
        }

        if (request.Role is { } role)
        {
            var name = (request.Person?.Name ?? request.Name)!.Trim();
            return incident.Assign(role, new(request.Person?.Id, name), by);
        }

        var details = incident.Correct(new IncidentCorrection(request), by);
        if (request.Severity is not { } severity || details.Refusal is not null)
        {
            return details;
        }

        var other = incident.ChangeSeverity(severity, by);
        return !details.IsChange ? other
            : !other.IsChange ? details
            : incident.Changed([.. details.History, .. other.History], by);
    }
}
