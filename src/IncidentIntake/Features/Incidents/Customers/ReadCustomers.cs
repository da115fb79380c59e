using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Customers;

/// <summary>Reads the restricted list of customers. Each reading is in the audit log.</summary>
internal static class ReadCustomers
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/api/incidents/{incident}/customers", ReadAsync)
            .May(Permissions.SeeCustomers)
            .Audited("customers-read", "read the affected customers of {incident}")
            .WithName("ListImpactedCustomers")
            .WithSummary("List the customers that an incident affected")
            .ProducesProblem(403)
            .ProducesProblem(404);
        api.MapGet("/api/incidents/{incident}/customers/export", ExportAsync)
            .May(Permissions.SeeCustomers)
            .Audited("customers-exported", "exported the affected customers of {incident}")
            .WithName("ExportImpactedCustomers")
            .WithSummary("Export the affected customers as CSV (RFC 4180, UTF-8)")
            .Produces<string>(200, "text/csv")
            .ProducesProblem(403)
            .ProducesProblem(404);
    }

    private static async Task<
        Results<Ok<ItemList<ImpactedCustomerResponse>>, ProblemHttpResult>
    > ReadAsync(string incident, HttpContext http, IntakeDbContext db, CancellationToken token)
    {
        var (customers, problem) = await FindAsync(incident, http, db, token);
        return problem is not null
            ? problem
            : TypedResults.Ok(
                new ItemList<ImpactedCustomerResponse>(customers.ConvertAll(ToResponse))
            );
    }

    private static async Task<IResult> ExportAsync(
        string incident,
        HttpContext http,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var (customers, problem) = await FindAsync(incident, http, db, token);
        return problem is not null
            ? problem
            : TypedResults.Stream(
                to => CustomerCsv.WriteAsync(to, customers.Select(c => c.ToFields()), token),
                "text/csv; charset=utf-8",
                "customers.csv"
            );
    }

    private static async Task<(List<ImpactedCustomer>, ProblemHttpResult?)> FindAsync(
        string incident,
        HttpContext http,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return ([], Problems.NotFound("incident " + incident));
        }

        var customers = await db
            .Customers.AsNoTracking()
            .Where(c => c.IncidentId == found.Id)
            .OrderBy(c => c.Key)
            .ToListAsync(token);
        db.Audit(http, found.ToAuditSubject(), found.Id);
        await db.SaveChangesAsync(token);
        return (customers, null);
    }

    private static ImpactedCustomerResponse ToResponse(ImpactedCustomer it) =>
        new(it.Id, it.CustomerId, it.Name, it.IsAffected, it.ReportedAt, it.Note);
}
