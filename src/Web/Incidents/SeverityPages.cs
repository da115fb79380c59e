using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Incidents;

public sealed record SeveritiesModel(IReadOnlyList<SeverityDefinitionResponse> Severities);

/// <summary>
/// What the severities mean. Everyone can read it; administrators can change it.
/// </summary>
internal sealed class SeverityPages(IntakeClient intake, Forms forms)
{
    private const string Address = "/severities";

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet(Address, (SeverityPages p, CancellationToken ct) => p.ShowAsync(null, ct));
        pages
            .For(Scopes.Admin)
            .MapPost(
                Address + "/{severity}",
                (string severity, SeverityPages p, CancellationToken ct) =>
                    p.SaveAsync(severity, ct)
            );
        // Reached by reloading the page after a form was refused.
        reading.MapGet(Address + "/{verb}", (string verb) => new SeeOther(Address));
    }

    private async Task<IResult> ShowAsync(Refusal? refusal, CancellationToken ct) =>
        Page.Show<SeveritiesPage, SeveritiesModel>(
            new((await intake.SeveritiesAsync(ct)).Items),
            refusal
        );

    private Task<IResult> SaveAsync(string severity, CancellationToken ct) =>
        forms.SubmitAsync(
            "define-" + severity,
            async form =>
            {
                await intake.DefineAsync(
                    severity,
                    new(
                        form.Required("label"),
                        form.Text("description"),
                        form.Text("examples"),
                        form.Number("version")
                    ),
                    ct
                );
                return new(Address, "saved");
            },
            refusal => ShowAsync(refusal, ct)
        );
}
