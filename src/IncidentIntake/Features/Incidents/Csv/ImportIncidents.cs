using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Texts;
using Pir.IncidentIntake.Data;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auditing;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.IncidentIntake.Features.Incidents.Csv;

/// <summary>
/// Opens incidents from a CSV file and takes them through the steps that their times imply.
/// Lines that break a rule are named and left out. The same import again adds nothing.
/// </summary>
internal static class ImportIncidents
{
    private const int LargestFile = 1024 * 1024;
    private const int MostLines = 1000;
    private const int LongestKey = 100;

    private static readonly string SizeRule = string.Create(
        CultureInfo.InvariantCulture,
        $"must be at most {LargestFile / 1024} kB of text with at most {MostLines} lines"
    );

    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/api/incidents/import", HandleAsync)
            .May(Permissions.RunIncidents)
            .Audited("incident-imported", "imported {incident}")
            .Accepts<string>("text/csv")
            .WithName("ImportIncidents")
            .WithSummary("Add incidents of the past from a CSV file, or preview it");

    /// <param name="key">
    /// Chosen by the caller, e.g. the name of the file. The same key and file add nothing again.
    /// </param>
    /// <param name="preview">Whether to save nothing.</param>
    /// <param name="reviews">
    /// Whether to resolve the incidents that are over, so that the policies open their reviews,
    /// which may be overdue at once. Otherwise they are closed without one.
    /// </param>
    private static async Task<Results<Ok<IncidentImportResponse>, ProblemHttpResult>> HandleAsync(
        string? key,
        bool? preview,
        bool? reviews,
        HttpContext http,
        IntakeDbContext db,
        IncidentOpening opening,
        TimeProvider clock
    )
    {
        var token = http.RequestAborted;
        var text = await ReadAsync(http.Request, token);
        var errors = new FieldErrors()
            .Required("key", key, LongestKey)
            .That(text is not null, "file", SizeRule);
        if (errors.Problem is { } problem)
        {
            return problem;
        }

        using var csv = IncidentCsv.Read(text!);
        csv.ReadHeader();
        if (IncidentCsv.CheckHeader([.. csv.Headers]) is { } wrong)
        {
            return Problems.Validation("file", wrong);
        }

        var lines = new List<(int Number, ImportedIncident Incident)>();
        while (csv.Read())
        {
            if (lines.Count == MostLines)
            {
                return Problems.Validation("file", SizeRule);
            }

            var line = ImportedIncident.Read(
                IncidentCsv.CellsOf(csv),
                key!.Trim(),
                reviews is true,
                new(http.User.ToActor(), clock.UtcNow())
            );
            lines.Add(((int)csv.LineNumber, line));
        }

        var import = new IncidentImport(reviews is true, http, db, opening);
        var outcomes = new List<IncidentImportLine>();
        foreach (var (number, line) in lines)
        {
            outcomes.Add(
                preview is true
                    ? await import.PreviewAsync(number, line, token)
                    : await import.SaveAsync(number, line, token)
            );
        }

        return TypedResults.Ok(new IncidentImportResponse(preview is true, outcomes));
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

/// <summary>Saves the lines of one import.</summary>
internal sealed class IncidentImport(
    bool withReviews,
    HttpContext http,
    IntakeDbContext db,
    IncidentOpening opening
)
{
    private readonly HashSet<Guid> _ids = [];

    public async Task<IncidentImportLine> PreviewAsync(
        int number,
        ImportedIncident line,
        CancellationToken token
    )
    {
        if (Refuse(number, line) is { } refused)
        {
            return refused;
        }

        var id = line.Facts.Id;
        var known = await db.Incidents.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, token);
        return new(
            number,
            line.Facts.Title,
            known?.Reference,
            known is null ? IncidentImportOutcome.Added : IncidentImportOutcome.Unchanged,
            line.Errors
        );
    }

    public async Task<IncidentImportLine> SaveAsync(
        int number,
        ImportedIncident line,
        CancellationToken token
    )
    {
        if (Refuse(number, line) is { } refused)
        {
            return refused;
        }

        var (incident, isNew, difference) = await opening.OpenAsync(
            line.Facts,
            http,
            token,
            [.. line.Steps(withReviews)]
        );
        if (incident is null || difference is not null)
        {
            return Refused(
                number,
                line,
                incident?.Reference,
                incident is null ? "key" : difference!,
                incident is null
                    ? "is that of an incident that was deleted"
                    : $"differs from {incident.Reference}, which has the same key"
            );
        }

        return new(
            number,
            line.Facts.Title,
            incident.Reference,
            isNew ? IncidentImportOutcome.Added : IncidentImportOutcome.Unchanged,
            line.Errors
        );
    }

    private IncidentImportLine? Refuse(int number, ImportedIncident line) =>
        line.Errors.Count > 0
            ? new(number, line.Facts.Title, null, IncidentImportOutcome.Refused, line.Errors)
        : _ids.Add(line.Facts.Id!.Value) ? null
        : Refused(number, line, null, "key", "must not be in the file twice");

    private static IncidentImportLine Refused(
        int number,
        ImportedIncident line,
        string? reference,
        string column,
        string rule
    ) =>
        new(
            number,
            line.Facts.Title,
            reference,
            IncidentImportOutcome.Refused,
            new Dictionary<string, string>(StringComparer.Ordinal) { [column] = rule }
        );
}
