using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Pir.Web.Incidents;

/// <summary>Saved views: filters that the viewer gave a name.</summary>
internal sealed class ViewPages(
    ViewsClient views,
    Forms forms,
    IncidentListPages incidents,
    UnreadFilters unread,
    Zone zone
)
{
    private DateTime Now => zone.Now;

    public static void Map(RouteGroupBuilder pages)
    {
        var everybody = pages.ForEverybody();
        everybody.MapPost("/views", (ViewPages p, CancellationToken ct) => p.SaveAsync(ct));
        everybody.MapPost(
            "/views/{id:guid}/remove",
            (Guid id, ViewPages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
    }

    private Task<IResult> SaveAsync(CancellationToken ct) =>
        forms.SubmitAsync(
            "view-save",
            async form =>
            {
                var query = form.Text("query") ?? "";
                await views.SaveAsync(IncidentListPages.ViewPage, form.Required("name"), query, ct);
                return new(Back(query), "view-saved");
            },
            refusal => AgainAsync(refusal, ct)
        );

    private Task<IResult> RemoveAsync(Guid id, CancellationToken ct) =>
        forms.SubmitAsync(
            "view-remove",
            async form =>
            {
                await views.RemoveAsync(id, ct);
                // The filters stay set, so that saving them again undoes the removal.
                return new(Back(form.Text("query") ?? ""), "view-removed");
            },
            refusal => AgainAsync(refusal, ct)
        );

    private Task<IResult> AgainAsync(Refusal refusal, CancellationToken ct)
    {
        return incidents.ShowAsync(FilterOf(refusal.Value("query") ?? ""), refusal, ct);
    }

    private string Back(string query) => FilterOf(query).Address();

    /// <summary>Reads the filters of an address.</summary>
    internal IncidentFilter FilterOf(string query)
    {
        var parts = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        return IncidentFilter.Read(
            name => parts.TryGetValue(name, out var values) ? values : default,
            Now,
            unread
        ) with
        {
            After = null,
        };
    }
}
