using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Features.Incidents.Listing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Csv;

/// <summary>Exports the filtered list, all its pages in its order.</summary>
internal static class ExportIncidents
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/incidents/export", HandleAsync)
            .May(Permissions.SeeIncidents)
            .WithName("ExportIncidents")
            .WithSummary("Export the filtered list of incidents as CSV (RFC 4180, UTF-8)")
            .Produces<string>(200, "text/csv");

    private static async Task<IResult> HandleAsync(
        [AsParameters] IncidentFilterQuery query,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var errors = new FieldErrors();
        var filtered = IncidentFilter.Apply(db.Incidents.AsNoTracking(), query, errors);
        var order = IncidentOrder.Find(query.Sort);
        errors.That(order is not null, "sort", IncidentOrder.Rule);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        var incidents = order!.Sort(filtered).AsAsyncEnumerable();
        return TypedResults.Stream(
            body => IncidentCsv.WriteAsync(body, incidents, token),
            "text/csv; charset=utf-8",
            "incidents.csv"
        );
    }
}
