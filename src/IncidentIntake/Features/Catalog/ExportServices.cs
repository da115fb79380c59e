using Microsoft.EntityFrameworkCore;
using Pir.IncidentIntake.Data;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake.Features.Catalog;

/// <summary>Exports the catalog for spreadsheets, in the form that an import reads.</summary>
internal static class ExportServices
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/api/services/export", HandleAsync)
            .May(Permissions.SeeServices)
            .WithName("ExportServices")
            .WithSummary("Export the service catalog as CSV (RFC 4180, UTF-8)")
            .Produces<string>(200, "text/csv");

    private static async Task HandleAsync(
        IntakeDbContext db,
        HttpContext http,
        CancellationToken token
    )
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"services.csv\"";
        var services = db.Catalog.AsNoTracking().OrderBy(s => s.Key).AsAsyncEnumerable();
        await ServiceCsv.WriteAsync(http.Response.Body, services.Select(s => s.ToFields()), token);
    }
}
