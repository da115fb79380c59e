using System.Globalization;
using CsvHelper;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Audit;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>
/// Adds and changes services from a CSV file. Lines that break a rule are named and left out; the
/// others are saved together.
/// </summary>
internal static class ImportServices
{
    private const int LargestFile = 1024 * 1024;
    private const int MostLines = 5000;

    private static readonly string SizeRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {LargestFile / 1024} kB of text with at most {MostLines} lines"
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/services/import", HandleAsync)
            .May(Permissions.ManageServices)
            .Audited("services-imported", "imported {catalog}")
            .Accepts<string>("text/csv")
            .WithName("ImportServices")
            .WithSummary("Add and change services from a CSV file, or preview it")
            .ProducesProblem(409);

    /// <param name="preview">Whether to save nothing.</param>
    private static async Task<Results<Ok<ServiceImportResponse>, ProblemHttpResult>> HandleAsync(
        bool? preview,
        HttpContext http,
        IntakeDbContext db,
        RuleDirectory rules,
        TimeProvider clock,
        CancellationToken token
    )
    {
        if (await ReadAsync(http.Request, token) is not { } text)
        {
            return Problems.Validation("file", SizeRule);
        }

        using var csv = ServiceCsv.Read(text);
        csv.ReadHeader();
        if (ServiceCsv.CheckHeader([.. csv.Headers]) is { } wrong)
        {
            return Problems.Validation("file", wrong);
        }

        var known = await db.Catalog.ToDictionaryAsync(s => s.Key, token);
        var lines = new List<ServiceImportLine>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            if (lines.Count == MostLines)
            {
                return Problems.Validation("file", SizeRule);
            }

            lines.Add(Take(csv, known, names, db, clock.UtcNow()));
        }

        if (preview is true)
        {
            return TypedResults.Ok(new ServiceImportResponse(true, lines));
        }

        var isSaved = await SaveAsync(lines, http, db, token);
        rules.Forget();
        return isSaved
            ? TypedResults.Ok(new ServiceImportResponse(false, lines))
            : Problems.Conflict(
                "catalog-changed",
                "The catalog was changed during the import, so nothing was saved. Try again."
            );
    }

    private static ServiceImportLine Take(
        CsvReader csv,
        Dictionary<string, CatalogService> known,
        HashSet<string> names,
        IntakeDbContext db,
        DateTime now
    )
    {
        var line = (int)csv.LineNumber;
        var cells = ServiceCsv.CellsOf(csv);
        var before = known.GetValueOrDefault(CatalogService.KeyOf(cells["name"]));
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = ServiceCsv.ToFields(cells, before?.ToFields(), errors);
        foreach (var (field, rule) in ServiceRules.Check(fields).Rules)
        {
            errors.TryAdd(field, rule);
        }

        if (!names.Add(CatalogService.KeyOf(cells["name"])))
        {
            errors.TryAdd("name", "must not be in the file twice");
        }

        if (errors.Count > 0)
        {
            return new(line, cells["name"], ServiceImportOutcome.Refused, errors);
        }

        if (before is not null)
        {
            var isChange = before.Describe(fields).IsChange;
            return new(line, before.Name, Of(isChange), errors);
        }

        var added = CatalogService.Add(fields, now);
        db.Catalog.Add(added);
        return new(line, added.Name, ServiceImportOutcome.Added, errors);
    }

    private static async Task<bool> SaveAsync(
        List<ServiceImportLine> lines,
        HttpContext http,
        IntakeDbContext db,
        CancellationToken token
    )
    {
        var added = lines.Count(l => l.Outcome == ServiceImportOutcome.Added);
        var changed = lines.Count(l => l.Outcome == ServiceImportOutcome.Changed);
        if (added + changed == 0)
        {
            return true;
        }

        var about = Guid.CreateVersion7();
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"services into the catalog: {added} added, {changed} changed"
        );
        db.Audit(http, new AuditSubject("catalog", about.ToString(), null, what), about);
        try
        {
            await db.SaveChangesAsync(token);
            return true;
        }
        catch (Exception exception) when (DbConflict.Is(exception))
        {
            return false;
        }
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

    private static ServiceImportOutcome Of(bool isChange) =>
        isChange ? ServiceImportOutcome.Changed : ServiceImportOutcome.Unchanged;
}
