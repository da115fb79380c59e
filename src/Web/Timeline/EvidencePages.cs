using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Incidents;

namespace Pir.Web.Timeline;

/// <summary>The evidence of an incident, and a form to add more.</summary>
/// <param name="Items">Oldest first.</param>
/// <param name="Entry">The entry that new evidence belongs to.</param>
/// <param name="Replaces">The evidence that new evidence corrects.</param>
public sealed record EvidenceModel(
    Incident Incident,
    IReadOnlyList<Image> Items,
    Entry? Entry,
    Image? Replaces
);

/// <summary>One piece of evidence.</summary>
/// <param name="Entries">The incident's entries that people wrote, latest first.</param>
public sealed record EvidenceItemModel(
    Incident Incident,
    Image Evidence,
    IReadOnlyList<Entry> Entries
);

/// <summary>Lists, shows and adds evidence.</summary>
internal sealed class EvidencePages(TimelineClient timeline, IntakeClient intake, Forms forms)
{
    private const int MostEntries = 200;

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        reading.MapGet(
            "/incidents/{id}/evidence",
            (string id, string? entry, string? replaces, EvidencePages p, CancellationToken ct) =>
                p.ListAsync(id, Id(entry), Id(replaces), null, ct)
        );
        reading.MapGet(
            "/incidents/{id}/evidence/{evidence:guid}",
            (string id, Guid evidence, EvidencePages p, CancellationToken ct) =>
                p.ShowAsync(id, evidence, null, ct)
        );
        var writing = pages.For(Scopes.Timeline);
        writing.MapPost(
            "/incidents/{id}/evidence",
            (string id, EvidencePages p, CancellationToken ct) => p.AddAsync(id, ct)
        );
        writing.MapPost(
            "/incidents/{id}/evidence/{evidence:guid}",
            (string id, Guid evidence, EvidencePages p, CancellationToken ct) =>
                p.AttachAsync(id, evidence, ct)
        );
    }

    private async Task<IResult> ListAsync(
        string id,
        Guid? entry,
        Guid? replaces,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var items = await timeline.EvidenceAsync(id, ct);
        return Page.Show<EvidencePage, EvidenceModel>(
            new(
                await intake.GetAsync(id, ct),
                items,
                entry is { } wanted ? await timeline.GetAsync(id, wanted, ct) : null,
                items.FirstOrDefault(i => i.Id == replaces)
            ),
            refusal
        );
    }

    private async Task<IResult> ShowAsync(
        string id,
        Guid evidence,
        Refusal? refusal,
        CancellationToken ct
    )
    {
        var item = await timeline.EvidenceAsync(id, evidence, ct);
        var entries = (await timeline.ListAsync(id, ct)).Items;
        return Page.Show<EvidenceItemPage, EvidenceItemModel>(
            new(
                await intake.GetAsync(id, ct),
                item,
                [
                    .. entries
                        .Reverse()
                        .Where(e => !e.IsAutomatic || item.Entries.Contains(e.Id))
                        .Where((e, i) => i < MostEntries || item.Entries.Contains(e.Id)),
                ]
            ),
            refusal
        );
    }

    private Task<IResult> AddAsync(string id, CancellationToken ct) =>
        forms.SubmitAsync(
            "evidence",
            async form =>
            {
                var evidence = await AddAsync(id, form, ct);
                return new(
                    $"{PageLinks.Incident(id)}/evidence/{evidence.Id}",
                    evidence.Redactions.Count > 0 ? "evidence-redacted" : "evidence"
                );
            },
            refusal =>
                ListAsync(
                    id,
                    Id(refusal.Value("entry")),
                    Id(refusal.Value("replaces")),
                    refusal,
                    ct
                )
        );

    private Task<Image> AddAsync(string id, FormReader form, CancellationToken ct)
    {
        var about = new AddEvidenceRequest(
            Name: form.Text("name"),
            Alt: form.Text("alt"),
            CapturedAt: form.PastTime("capturedAt"),
            Entries: form.Id("entry") is { } entry ? [entry] : null,
            Replaces: form.Id("replaces")
        );
        bool[] given =
        [
            form.Files("file").Count > 0,
            form.Text("link") is not null,
            form.Text("text") is not null,
        ];
        if (given.Count(g => g) > 1)
        {
            throw new ApiException(
                ApiProblem.Field("text", "must be added on its own: a file, a text or a link")
            );
        }

        return form.Files("file") is [var file, ..] ? timeline.AddEvidenceAsync(id, file, about, ct)
            : form.Text("link") is { } link
                ? timeline.AddEvidenceAsync(id, about with { Link = link }, ct)
            : timeline.AddEvidenceAsync(id, about with { Text = form.Text("text") }, ct);
    }

    private Task<IResult> AttachAsync(string id, Guid evidence, CancellationToken ct) =>
        forms.SubmitAsync(
            "attach",
            async form =>
            {
                await timeline.AttachEvidenceAsync(id, evidence, form.Id("entry"), ct);
                return new($"{PageLinks.Incident(id)}/evidence/{evidence}", "attached");
            },
            refusal => ShowAsync(id, evidence, refusal, ct)
        );

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;
}
