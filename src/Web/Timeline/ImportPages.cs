using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Incidents;

namespace Pir.Web.Timeline;

/// <summary>An import before it is added to the timeline.</summary>
/// <param name="Preview">The entries found in it; null before it is read.</param>
/// <param name="Read">What was pasted and how it is read, to be corrected.</param>
public sealed record ImportModel(
    Incident Incident,
    ImportPreviewResponse? Preview,
    ImportForm Read
);

/// <summary>Imports chats, logs and the output of tools.</summary>
internal sealed class ImportPages(
    TimelineClient timeline,
    IntakeClient intake,
    Forms forms,
    Zone zone
)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var writing = pages.For(Scopes.Timeline);
        writing.MapGet(
            "/incidents/{id}/import",
            (string id, ImportPages p, CancellationToken ct) => p.ShowAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/import",
            (string id, ImportPages p, CancellationToken ct) => p.PreviewAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/import/add",
            (string id, ImportPages p, CancellationToken ct) => p.AddAsync(id, ct)
        );
        writing.MapGet(
            "/incidents/{id}/import/add",
            (string id) => new SeeOther($"{PageLinks.Incident(id)}/import")
        );
    }

    private async Task<IResult> ShowAsync(string id, CancellationToken ct) =>
        Page.Show<ImportPage, ImportModel>(new(await intake.GetAsync(id, ct), null, new()));

    private Task<IResult> PreviewAsync(string id, CancellationToken ct) =>
        forms.ShowAsync(
            "import",
            async form =>
            {
                var read = await timeline.PreviewAsync(
                    id,
                    await ImportForm.RequestAsync(form, zone, ct),
                    ct
                );
                var shown = read.Items.Take(ImportForm.MostRows).ToList();
                return Page.Show<ImportPage, ImportModel>(
                    new(
                        await intake.GetAsync(id, ct),
                        read with
                        {
                            Items = shown,
                            More = read.More + read.Items.Count - shown.Count,
                        },
                        ImportForm.Typed(form)
                    )
                );
            },
            async refusal =>
                Page.Show<ImportPage, ImportModel>(
                    new(
                        await intake.GetAsync(id, ct),
                        null,
                        ImportForm.Typed(new(refusal.Typed, zone))
                    ),
                    refusal
                )
        );

    private Task<IResult> AddAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "import-add",
            async form =>
            {
                await timeline.ImportAsync(id, new(ImportForm.Chosen(form, zone)), ct);
                return new(PageLinks.Incident(id), "import");
            },
            async refusal =>
            {
                var typed = new FormReader(refusal.Typed, zone);
                return Page.Show<ImportPage, ImportModel>(
                    new(
                        await intake.GetAsync(id, ct),
                        ImportForm.Preview(typed),
                        ImportForm.Typed(typed)
                    ),
                    refusal
                );
            }
        );
}
