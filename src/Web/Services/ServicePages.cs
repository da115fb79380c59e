using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Texts;

namespace Pir.Web.Services;

/// <summary>The catalog, and what it does not list yet.</summary>
/// <param name="Text">What was searched for.</param>
/// <param name="Import">The outcome of an import that was just tried.</param>
/// <param name="Csv">The text of that import.</param>
public sealed record ServiceListModel(
    Paged<ServiceResponse> Services,
    IReadOnlyList<UnlistedService> Unlisted,
    string? Text,
    ServiceImportResponse? Import = null,
    string? Csv = null
);

public sealed record ServiceModel(ServiceResponse Service);

internal sealed class ServicePages(ServicesClient services, Forms forms)
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.IncidentsRead);
        var writing = pages.For(Scopes.Incidents);
        reading.MapGet(
            "/services",
            (string? q, string? after, ServicePages p, CancellationToken ct) =>
                p.ListAsync(q, after, null, ct)
        );
        writing.MapPost("/services", (ServicePages p, CancellationToken ct) => p.AddAsync(ct));
        writing.MapPost(
            "/services/import",
            (ServicePages p, CancellationToken ct) => p.ImportAsync(ct)
        );
        reading.MapGet("/services/{verb}", (string verb) => new SeeOther("/services"));
        reading.MapGet(
            "/services/{id:guid}",
            (Guid id, ServicePages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        writing.MapPost(
            "/services/{id:guid}/change",
            (Guid id, ServicePages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        writing.MapPost(
            "/services/{id:guid}/remove",
            (Guid id, ServicePages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        reading.MapGet(
            "/services/{id:guid}/{verb}",
            (Guid id, string verb) => new SeeOther($"/services/{id}")
        );
    }

    public async Task<IResult> ListAsync(
        string? text,
        string? after,
        Refusal? refusal,
        CancellationToken ct,
        ServiceImportResponse? import = null,
        string? csv = null
    )
    {
        text = text.TrimmedOrNull();
        var listed = services.ListAsync(text, after, PageSize, ct);
        var unlisted = services.UnlistedAsync(ct).OrNullAsync();
        return Page.Show<ServicesPage, ServiceListModel>(
            new(await listed, (await unlisted)?.Items ?? [], text, import, csv),
            refusal
        );
    }

    public Task<IResult> AddAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "service-new",
            async form =>
            {
                var added = await services.AddAsync(Read(form, null), ct);
                return new($"/services/{added.Id}", "service-added");
            },
            refusal => ListAsync(null, null, refusal, ct)
        );

    /// <summary>Shows what the import would do; saves it once the reader has seen that.</summary>
    public Task<IResult> ImportAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "service-import",
            async form =>
            {
                var csv = form.Required("file");
                var import = await services.ImportAsync(csv, !form.Flag("save"), ct);
                return await ListAsync(null, null, null, ct, import, csv);
            },
            refusal => ListAsync(null, null, refusal, ct)
        );

    public async Task<IResult> ShowAsync(Guid id, Refusal? refusal, CancellationToken ct) =>
        Page.Show<ServicePage, ServiceModel>(new(await services.GetAsync(id, ct)), refusal);

    public Task<IResult> ChangeAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "service-change",
            async form =>
            {
                await services.PutAsync(id, Read(form, form.Number("version")), ct);
                return new($"/services/{id}", "saved");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    public Task<IResult> RemoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "service-remove",
            async _ =>
            {
                await services.RemoveAsync(id, ct);
                return new("/services", "removed");
            },
            refusal => ShowAsync(id, refusal, ct)
        );

    private static PutServiceRequest Read(FormReader form, int? version) =>
        new()
        {
            Name = form.Required("name"),
            Team = form.Text("team"),
            Tier = form.Number("tier"),
            Description = form.Text("description"),
            RunbookUrl = form.Text("runbookUrl"),
            DashboardUrl = form.Text("dashboardUrl"),
            DependsOn = form.Words("dependsOn"),
            Version = version,
        };
}
