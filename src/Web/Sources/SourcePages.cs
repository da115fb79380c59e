using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Contracts.Incidents;
using Pir.Web.Incidents;

namespace Pir.Web.Sources;

public sealed record SourceListModel(Paged<Source> Sources, IReadOnlyList<Delivery> Failed);

/// <param name="IsNew">Whether its address was just created.</param>
/// <param name="Status">Deliveries shown; null for all.</param>
public sealed record SourceModel(
    Source Source,
    Paged<Delivery> Deliveries,
    bool IsNew,
    string? Status = null
);

public sealed record DeliveryModel(Delivery Delivery);

internal sealed class SourcePages(SourcesClient sources, Forms forms, UnreadFilters unread)
{
    public static void Map(RouteGroupBuilder pages)
    {
        var reading = pages.For(Scopes.SourcesRead);
        var writing = pages.For(Scopes.Sources);
        reading.MapGet("/sources", (SourcePages p, CancellationToken ct) => p.ListAsync(null, ct));
        writing.MapPost("/sources", (SourcePages p, CancellationToken ct) => p.AddAsync(ct));
        reading.MapGet(
            "/sources/{id:guid}",
            (Guid id, string? after, string? status, SourcePages p, CancellationToken ct) =>
                p.ShowAsync(id, after, null, ct, status)
        );
        writing.MapPost(
            "/sources/{id:guid}/switch",
            (Guid id, SourcePages p, CancellationToken ct) => p.SwitchAsync(id, ct)
        );
        writing.MapPost(
            "/sources/{id:guid}/change",
            (Guid id, SourcePages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        writing.MapPost(
            "/sources/{id:guid}/test",
            (Guid id, SourcePages p, CancellationToken ct) => p.TestAsync(id, ct)
        );
        writing.MapPost(
            "/sources/{id:guid}/rotate",
            (Guid id, SourcePages p, CancellationToken ct) => p.RotateAsync(id, ct)
        );
        writing.MapPost(
            "/sources/{id:guid}/remove",
            (Guid id, SourcePages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        reading.MapGet(
            "/sources/{id:guid}/{verb}",
            (Guid id, string verb) => new SeeOther($"/sources/{id}")
        );
        reading.MapGet(
            "/deliveries/{id:guid}",
            (Guid id, SourcePages p, CancellationToken ct) => p.DeliveryAsync(id, null, ct)
        );
        writing.MapPost(
            "/deliveries/{id:guid}/replay",
            (Guid id, SourcePages p, CancellationToken ct) => p.ReplayAsync(id, ct)
        );
        reading.MapGet(
            "/deliveries/{id:guid}/replay",
            (Guid id) => new SeeOther($"/deliveries/{id}")
        );
    }

    public async Task<IResult> ListAsync(Refusal? refusal, CancellationToken ct)
    {
        var all = sources.ListAsync(ct);
        var failed = sources.DeliveriesAsync(null, "failed", null, 10, ct).OrNullAsync();
        return Page.Show<SourcesPage, SourceListModel>(
            new(await all, (await failed)?.Items ?? []),
            refusal
        );
    }

    public Task<IResult> AddAsync(CancellationToken ct) =>
        forms.ShowAsync(
            "source-new",
            async form =>
            {
                var added = await sources.AddAsync(
                    new(form.Context())
                    {
                        Kind = form.Choice<SourceKind>("kind"),
                        Name = form.Required("name"),
                        DefaultSeverity = form.Choice<Severity>("defaultSeverity"),
                        Grouping = form.Choice<AlertGrouping>("grouping"),
                        AutoResolve = form.Flag("autoResolve"),
                        SuppressMinutes = form.Number("suppressMinutes"),
                    },
                    ct
                );
                return Page.Show<SourcePage, SourceModel>(new(added, new([], null), true));
            },
            refusal => ListAsync(refusal, ct)
        );

    public async Task<IResult> ShowAsync(
        Guid id,
        string? after,
        Refusal? refusal,
        CancellationToken ct,
        string? status = null
    )
    {
        var shown = unread.Choice("status", status, "accepted", "failed", "replayed");
        var source = sources.GetAsync(id, ct);
        var deliveries = sources.DeliveriesAsync(id, shown, after, 25, ct);
        return Page.Show<SourcePage, SourceModel>(
            new(await source, await deliveries, false, shown),
            refusal
        );
    }

    public Task<IResult> ChangeAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "source-change",
            async form =>
            {
                await sources.ChangeAsync(
                    id,
                    // An empty field clears the value.
                    new(form.Context(name => form.Text(name) ?? ""))
                    {
                        Name = form.Required("name"),
                        DefaultSeverity = form.Choice<Severity>("defaultSeverity"),
                        AutoResolve = form.Flag("autoResolve"),
                        IsEnabled = form.Flag("isEnabled"),
                    },
                    ct
                );
                return new(To(id), "saved");
            },
            refusal => ShowAsync(id, null, refusal, ct)
        );

    /// <summary>
    /// Disables or enables a source. While it is disabled, deliveries are kept and can be replayed.
    /// </summary>
    public Task<IResult> SwitchAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "source-switch",
            async form =>
            {
                var isEnabled = form.Flag("isEnabled");
                await sources.ChangeAsync(id, new() { IsEnabled = isEnabled }, ct);
                return new(To(id), isEnabled ? "switched-on" : "switched-off");
            },
            refusal => ShowAsync(id, null, refusal, ct)
        );

    public Task<IResult> TestAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "source-test",
            async _ =>
            {
                var outcome = await sources.TestAsync(id, ct);
                return outcome.Error is null
                    ? new FormOutcome(
                        To(id),
                        outcome.Accepted > 0 ? "source-test" : "source-test-ignored"
                    )
                    : throw new ApiException(
                        ApiProblem.Field("test", outcome.Error.Detail ?? outcome.Error.Code)
                    );
            },
            refusal => ShowAsync(id, null, refusal, ct)
        );

    public Task<IResult> RotateAsync(Guid id, CancellationToken ct) =>
        forms.ShowAsync(
            "source-rotate",
            async _ =>
            {
                var rotated = await sources.RotateKeyAsync(id, ct);
                var deliveries = await sources.DeliveriesAsync(id, null, null, 25, ct);
                return Page.Show<SourcePage, SourceModel>(new(rotated, deliveries, true));
            },
            refusal => ShowAsync(id, null, refusal, ct)
        );

    public Task<IResult> RemoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "source-remove",
            async _ =>
            {
                await sources.RemoveAsync(id, ct);
                return new("/sources", "removed");
            },
            refusal => ShowAsync(id, null, refusal, ct)
        );

    public async Task<IResult> DeliveryAsync(Guid id, Refusal? refusal, CancellationToken ct) =>
        Page.Show<DeliveryPage, DeliveryModel>(new(await sources.DeliveryAsync(id, ct)), refusal);

    public Task<IResult> ReplayAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "replay",
            async _ =>
            {
                var outcome = await sources.ReplayAsync(id, ct);
                return new($"/deliveries/{id}", outcome.Error is null ? "replayed" : "reread");
            },
            refusal => DeliveryAsync(id, refusal, ct)
        );

    private static string To(Guid id) => $"/sources/{id}";
}
