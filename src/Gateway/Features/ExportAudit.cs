using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Features;

/// <summary>
/// Exports the audit log as a file for spreadsheets and archives: all matching entries, newest
/// first.
/// </summary>
internal static class ExportAudit
{
    private const string Heading =
        "id,at,sentence,action,actor kind,actor id,actor,subject kind,subject id,reference,"
        + "subject,detail,address\r\n";

    public static void MapAuditExport(this IEndpointRouteBuilder api) =>
        api.MapGet("/api/audit.csv", HandleAsync)
            .May(Permissions.ReadAuditLog)
            .WithTags("Audit")
            .WithName("ExportAudit")
            .WithSummary("Export audit entries as CSV (RFC 4180, UTF-8)")
            .Produces<string>(200, "text/csv");

    /// <summary>Writes line by line, so that a long log is never in memory as a whole.</summary>
    public static async Task HandleAsync(
        [AsParameters] AuditFilter filter,
        GatewayDbContext db,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        await http.Response.WriteAsync(Heading, cancellationToken);
        var lines = filter.Of(db.Audit.AsNoTracking()).AsAsyncEnumerable();
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            await http.Response.WriteAsync(ToLine(line), cancellationToken);
        }
    }

    private static string ToLine(AuditEntry a)
    {
        string?[] cells =
        [
            a.EntryId.ToString(),
            a.At.ToString("yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            a.Sentence.ToString(),
            a.Action,
            a.ActorKind,
            a.ActorId,
            a.ActorName,
            a.SubjectKind,
            a.SubjectId,
            a.SubjectReference,
            a.SubjectName,
            a.Detail,
            a.Address,
        ];
        return new StringBuilder().AppendJoin(',', cells.Select(Cell)).Append("\r\n").ToString();
    }

    /// <summary>
    /// A quoted cell. A text that a spreadsheet would run as a formula is prefixed with an
    /// apostrophe.
    /// </summary>
    internal static string Cell(string? text)
    {
        text ??= "";
        var isFormula = text.Length > 0 && "=+-@\t\r".Contains(text[0]);
        var quoted = text.Replace("\"", "\"\"", StringComparison.Ordinal);
        return $"\"{(isFormula ? "'" : "")}{quoted}\"";
    }
}
