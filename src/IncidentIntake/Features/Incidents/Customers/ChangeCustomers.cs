using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Customers;

/// <summary>
/// Adds, changes and removes affected customers. Lines of a file that break a rule are named and
/// left out; the others are saved together. No event carries them.
/// </summary>
internal static class ChangeCustomers
{
    private const int LargestFile = 4 * 1024 * 1024;
    private const int MostLines = 20_000;

    private static readonly string SizeRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {LargestFile / 1024} kB of text with at most {MostLines} lines"
    );

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/api/incidents/{incident}/customers/import", ImportAsync)
            .May(Permissions.SeeCustomers)
            .Audited("customers-imported", "changed the affected customers of {incident}")
            .Accepts<string>("text/csv")
            .WithName("ImportImpactedCustomers")
            .WithSummary("Add and change affected customers from a CSV file, or preview it")
            .ProducesProblem(403)
            .ProducesProblem(404)
            .ProducesProblem(409);
        api.MapDelete("/api/incidents/{incident}/customers/{id:guid}", RemoveAsync)
            .May(Permissions.SeeCustomers)
            .Audited("customer-removed", "removed an affected customer of {incident}")
            .WithName("DeleteImpactedCustomer")
            .WithSummary("Remove a customer from the list of an incident")
            .ProducesProblem(403)
            .ProducesProblem(404);
    }

    /// <param name="preview">Whether to save nothing.</param>
    private static async Task<Results<Ok<CustomerImportResponse>, ProblemHttpResult>> ImportAsync(
        string incident,
        bool? preview,
        HttpContext http,
        IntakeDbContext db,
        TimeProvider clock,
        CancellationToken token
    )
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        if (found is null)
        {
            return Problems.NotFound("incident " + incident);
        }

        var text = await ReadAsync(http.Request, token);
        if (text is null)
        {
            return Problems.Validation("file", SizeRule);
        }

        using var csv = CustomerCsv.Read(text);
        csv.ReadHeader();
        if (CustomerCsv.CheckHeader([.. csv.Headers]) is { } wrong)
        {
            return Problems.Validation("file", wrong);
        }

        var lines = await TakeAsync(csv, found.Id, db, clock.UtcNow(), token);
        return lines is null ? Problems.Validation("file", SizeRule)
            : preview is true ? TypedResults.Ok(new CustomerImportResponse(true, lines))
            : await SaveAsync(lines, found, http, db, token);
    }

    /// <summary>Null if there are too many lines.</summary>
    private static async Task<List<CustomerImportLine>?> TakeAsync(
        CsvReader csv,
        Guid incident,
        IntakeDbContext db,
        DateTime now,
        CancellationToken token
    )
    {
        var known = await db
            .Customers.Where(c => c.IncidentId == incident)
            .ToDictionaryAsync(c => c.Key, StringComparer.Ordinal, token);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lines = new List<CustomerImportLine>();
        while (csv.Read())
        {
            if (lines.Count == MostLines)
            {
                return null;
            }

            var errors = new Dictionary<string, string>(StringComparer.Ordinal);
            var fields = CustomerCsv.FieldsOf(csv, now, errors);
            if (errors.Count == 0 && !seen.Add(fields.Key))
            {
                errors["customerId"] = "must not be in the file twice";
            }

            var outcome =
                errors.Count > 0
                    ? CustomerImportOutcome.Refused
                    : Take(fields, incident, known, db, now);
            var name = fields.Name ?? fields.CustomerId;
            lines.Add(new((int)csv.LineNumber, name, outcome, errors));
        }

        return lines;
    }

    private static CustomerImportOutcome Take(
        CustomerFields fields,
        Guid incident,
        Dictionary<string, ImpactedCustomer> known,
        IntakeDbContext db,
        DateTime now
    )
    {
        if (known.TryGetValue(fields.Key, out var customer))
        {
            return customer.Describe(fields)
                ? CustomerImportOutcome.Changed
                : CustomerImportOutcome.Unchanged;
        }

        db.Customers.Add(ImpactedCustomer.Add(incident, fields, now));
        return CustomerImportOutcome.Added;
    }

    private static async Task<Results<Ok<CustomerImportResponse>, ProblemHttpResult>> SaveAsync(
        List<CustomerImportLine> lines,
        Incident incident,
        HttpContext http,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var isChange = lines.Exists(l =>
            l.Outcome is CustomerImportOutcome.Added or CustomerImportOutcome.Changed
        );
        if (isChange)
        {
            db.Audit(http, incident.ToAuditSubject(), incident.Id);
            db.Concerns([incident.Id]);
        }

        try
        {
            await db.SaveChangesAsync(token);
            return TypedResults.Ok(new CustomerImportResponse(false, lines));
        }
        catch (Exception exception) when (DbConflict.Is(exception))
        {
            return Problems.Conflict(
                "customers-changed",
                "The list was changed during the import, so nothing was saved. Try again."
            );
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string incident,
        Guid id,
        HttpContext http,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var found = await db.Incidents.AsNoTracking().Named(incident).SingleOrDefaultAsync(token);
        var customer = found is null
            ? null
            : await db.Customers.SingleOrDefaultAsync(
                c => c.Id == id && c.IncidentId == found.Id,
                token
            );
        if (customer is null)
        {
            return Problems.NotFound(found is null ? "incident " + incident : "customer " + id);
        }

        db.Customers.Remove(customer);
        db.Audit(http, found!.ToAuditSubject(), found!.Id);
        await db.SaveChangesAsync(token);
        return TypedResults.NoContent();
    }

    /// <summary>The text of the body; null if it is too large.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken token)
    {
        var buffer = new char[LargestFile + 1];
        // Reads UTF-8, and UTF-16 with a byte-order mark, as spreadsheets save it.
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var length = await reader.ReadBlockAsync(buffer, token);
        return length > LargestFile ? null : new string(buffer, 0, length).WithoutNul();
    }
}
