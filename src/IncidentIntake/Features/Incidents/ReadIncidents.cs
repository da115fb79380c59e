using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Features.Incidents.Listing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents;

/// <summary>Reads incidents and lists of them.</summary>
internal static class ReadIncidents
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents", ListAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ListIncidents")
            .WithSummary("List incidents, filtered and sorted over all pages");
        api.MapGet("/api/incidents/{incident}", GetAsync)
            .May(Permissions.SeeIncidents)
            .WithName("GetIncident")
            .WithSummary("Get an incident by id, reference (INC-42) or number")
            .ProducesProblem(404);
    }

    /// <param name="total">Whether to count the incidents on all pages.</param>
    private static async Task<Results<Ok<Paged<IncidentResponse>>, ProblemHttpResult>> ListAsync(
        [AsParameters] IncidentFilterQuery query,
        int? limit,
        string? after,
        bool? total,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var errors = new FieldErrors().Paging(limit, null, out var page);
        var filtered = IncidentFilter.Apply(db.Incidents, query, errors);
        var order = IncidentOrder.Find(query.Sort);
        errors.That(order is not null, "sort", IncidentOrder.Rule);
        var rows = filtered;
        if (order is not null && !string.IsNullOrEmpty(after))
        {
            var behind = order.After(after);
            errors.That(behind is not null, "after", Paging.AfterRule);
            rows = behind is null ? rows : rows.Where(behind);
        }

        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var found = await order!.Sort(rows).Take(page.Take).ToRowsAsync(db, token);
        return TypedResults.Ok(
            await page.Cut(found, r => r.Response, r => order.PositionOf(r.Incident))
                .WithTotalAsync(total, filtered, token)
        );
    }

    private static async Task<Results<Ok<IncidentResponse>, ProblemHttpResult>> GetAsync(
        string incident,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var found = await db.Incidents.Named(incident).ToResponsesAsync(db, token);
        return found.Count == 0
            ? Problems.NotFound("incident " + incident)
            : TypedResults.Ok(found[0]);
    }
}
