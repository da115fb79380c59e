using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Incidents;

/// <summary>An import of incidents.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Csv">The text of the file.</param>
/// <param name="Reviews">Whether reviews are opened.</param>
/// <param name="Outcome">Of the import that was just tried.</param>
public sealed record IncidentImportModel(
    string? Key = null,
    string? Csv = null,
    bool Reviews = false,
    IncidentImportResponse? Outcome = null
);

/// <summary>Imports incidents from a CSV file, after a preview.</summary>
internal sealed class IncidentImportPages(IntakeClient intake, Forms forms)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Incidents);
        writing.MapGet("/incidents/import", () => Show(new(), null));
        writing.MapPost(
            "/incidents/import",
            (IncidentImportPages p, CancellationToken ct) => p.ImportAsync(ct)
        );
    }

    private static IResult Show(IncidentImportModel model, Refusal? refusal) =>
        Page.Show<IncidentImportPage, IncidentImportModel>(model, refusal);

    private Task<IResult> ImportAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "incident-import",
            async form =>
            {
                var (key, csv) = (form.Required("key"), form.Required("file"));
                var reviews = form.Flag("reviews");
                var outcome = await intake.ImportAsync(key, csv, reviews, !form.Flag("save"), ct);
                return Show(new(key, csv, reviews, outcome), null);
            },
            refusal => Task.FromResult(Show(new(), refusal))
        );
}
