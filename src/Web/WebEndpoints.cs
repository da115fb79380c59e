using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Accounts;
using Pir.Web.Actions;
using Pir.Web.Home;
using Pir.Web.Incidents;
using Pir.Web.Insights;
using Pir.Web.People;
using Pir.Web.Reviews;
using Pir.Web.SampleData;
using Pir.Web.Search;
using Pir.Web.Sources;
using Pir.Web.Styleguide;
using Pir.Web.Subscriptions;
using Pir.Web.Timeline;

namespace Pir.Web;

/// <summary>Every address of the UI. Pages are read with GET; each form posts to an address of its own and is answered with a redirect.</summary>
internal static class WebEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes
            .MapGroup("")
            .RequireAuthorization()
            .ExcludeFromDescription()
            .AddEndpointFilter<PageFilter>();
        pages.MapGet("/", (HomePages p, CancellationToken ct) => p.ShowAsync(ct));
        pages.MapGet("/preferences", PreferencePages.Show);
        pages.MapPost(
            "/preferences",
            (HttpContext context, PreferencePages p) => p.SaveAsync(context)
        );
        MapIncidents(pages);
        MapReviews(pages);
        MapActions(pages);
        MapSources(pages);
        MapSubscriptions(pages);
        SearchPages.Map(pages);
        pages.MapAccess();
        pages.MapSampleData();
        ViewPages.Map(pages);
        InsightsPages.Map(pages);
        StyleguidePages.Map(pages);
        routes
            .MapGet("/live", LiveEndpoint.HandleAsync)
            .RequireAuthorization()
            .ExcludeFromDescription();
    }

    private static void MapIncidents(RouteGroupBuilder pages)
    {
        IncidentListPages.Map(pages);
        pages.MapGet("/incidents/new", IncidentPages.New);
        pages.MapPost("/incidents", (IncidentPages p, CancellationToken ct) => p.OpenAsync(ct));
        pages.MapGet(
            "/incidents/{id}",
            (string id, HttpContext context, IncidentPages p, CancellationToken ct) =>
                p.ShowAsync(id, TimelineView.From(context.Request.Query), null, ct)
        );
        pages.MapGet(
            "/incidents/{id}/history",
            (string id, IncidentPages p, CancellationToken ct) => p.HistoryAsync(id, ct)
        );
        TimelinePages.Map(pages);
        pages.MapPost(
            "/incidents/{id}/{verb}",
            async (string id, string verb, IncidentPages p, CancellationToken ct) =>
                IncidentPages.IsVerb(verb) ? await p.DoAsync(id, verb, ct) : Results.NotFound()
        );
        // Somebody reloads the address of a form that was refused.
        pages.MapGet(
            "/incidents/{id}/{verb}",
            (string id, string verb) => new SeeOther($"/incidents/{Uri.EscapeDataString(id)}")
        );
    }

    private static void MapReviews(RouteGroupBuilder pages)
    {
        pages.MapGet(
            "/reviews",
            (string? status, string? owner, string? after, ReviewPages p, CancellationToken ct) =>
                p.ListAsync(status, owner, after, ct)
        );
        ReviewRoutes.Map(pages);
        pages.MapPost("/reviews", (ReviewPages p, CancellationToken ct) => p.OpenAsync(ct));
        pages.MapGet(
            "/reviews/{id:guid}",
            (Guid id, ReviewPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        pages.MapPut(
            "/reviews/{id:guid}/notes",
            (Guid id, HttpContext context, ReviewPages p, CancellationToken ct) =>
                p.SaveNotesAsync(id, context, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/notes",
            (Guid id, ReviewPages p, CancellationToken ct) => p.SaveNotesFormAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/summary",
            (Guid id, ReviewPages p, CancellationToken ct) => p.SummaryAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/owner",
            (Guid id, ReviewPages p, CancellationToken ct) => p.OwnerAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/factors",
            (Guid id, ReviewPages p, CancellationToken ct) => p.AddFactorAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/factors/{factor:guid}",
            (Guid id, Guid factor, ReviewPages p, CancellationToken ct) =>
                p.ChangeFactorAsync(id, factor, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/factors/{factor:guid}/remove",
            (Guid id, Guid factor, ReviewPages p, CancellationToken ct) =>
                p.RemoveFactorAsync(id, factor, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/actions",
            (Guid id, ReviewPages p, CancellationToken ct) => p.AddActionAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/actions/{action:guid}/remove",
            (Guid id, Guid action, ReviewPages p, CancellationToken ct) =>
                p.RemoveActionAsync(id, action, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/hold",
            (Guid id, ReviewPages p, CancellationToken ct) => p.HoldAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/waive",
            (Guid id, ReviewPages p, CancellationToken ct) => p.WaiveAsync(id, ct)
        );
        pages.MapPost(
            "/reviews/{id:guid}/publish",
            (Guid id, ReviewPages p, CancellationToken ct) => p.PublishAsync(id, ct)
        );
        pages.MapGet("/reviews/{id:guid}/{**rest}", (Guid id) => new SeeOther($"/reviews/{id}"));
        pages.MapGet(
            "/published/{id:guid}",
            (Guid id, ReviewPages p, CancellationToken ct) => p.PublishedAsync(id, null, ct)
        );
        pages.MapGet(
            "/published/{id:guid}/{revision:int}",
            (Guid id, int revision, ReviewPages p, CancellationToken ct) =>
                p.PublishedAsync(id, revision, ct)
        );
    }

    private static void MapActions(RouteGroupBuilder pages)
    {
        ActionListPages.Map(pages);
        pages.MapGet(
            "/actions/{id}",
            (string id, ActionPages p, CancellationToken ct) => p.ShowAsync(id, null, ct)
        );
        pages.MapPost(
            "/actions/{id}/{verb}",
            async (string id, string verb, ActionPages p, CancellationToken ct) =>
                ActionPages.IsVerb(verb) ? await p.DoAsync(id, verb, ct) : Results.NotFound()
        );
        pages.MapGet(
            "/actions/{id}/{verb}",
            (string id, string verb) => new SeeOther($"/actions/{Uri.EscapeDataString(id)}")
        );
    }

    private static void MapSources(RouteGroupBuilder pages)
    {
        pages.MapGet("/sources", (SourcePages p, CancellationToken ct) => p.ListAsync(null, ct));
        pages.MapPost("/sources", (SourcePages p, CancellationToken ct) => p.AddAsync(ct));
        pages.MapGet(
            "/sources/{id:guid}",
            (Guid id, string? after, string? status, SourcePages p, CancellationToken ct) =>
                p.ShowAsync(id, after, null, ct, status)
        );
        pages.MapPost(
            "/sources/{id:guid}/switch",
            (Guid id, SourcePages p, CancellationToken ct) => p.SwitchAsync(id, ct)
        );
        pages.MapPost(
            "/sources/{id:guid}/change",
            (Guid id, SourcePages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        pages.MapPost(
            "/sources/{id:guid}/test",
            (Guid id, SourcePages p, CancellationToken ct) => p.TestAsync(id, ct)
        );
        pages.MapPost(
            "/sources/{id:guid}/rotate",
            (Guid id, SourcePages p, CancellationToken ct) => p.RotateAsync(id, ct)
        );
        pages.MapPost(
            "/sources/{id:guid}/remove",
            (Guid id, SourcePages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        pages.MapGet(
            "/sources/{id:guid}/{verb}",
            (Guid id, string verb) => new SeeOther($"/sources/{id}")
        );
        pages.MapGet(
            "/deliveries/{id:guid}",
            (Guid id, SourcePages p, CancellationToken ct) => p.DeliveryAsync(id, null, ct)
        );
        pages.MapPost(
            "/deliveries/{id:guid}/replay",
            (Guid id, SourcePages p, CancellationToken ct) => p.ReplayAsync(id, ct)
        );
        pages.MapGet(
            "/deliveries/{id:guid}/replay",
            (Guid id) => new SeeOther($"/deliveries/{id}")
        );
    }

    private static void MapSubscriptions(RouteGroupBuilder pages)
    {
        pages.MapGet(
            "/subscriptions",
            (SubscriptionPages p, CancellationToken ct) => p.ListAsync(null, ct)
        );
        pages.MapPost(
            "/subscriptions",
            (SubscriptionPages p, CancellationToken ct) => p.AddAsync(ct)
        );
        pages.MapGet(
            "/subscriptions/{id:guid}",
            (Guid id, string? status, string? after, SubscriptionPages p, CancellationToken ct) =>
                p.ShowAsync(id, status, after, null, ct)
        );
        pages.MapPost(
            "/subscriptions/{id:guid}/change",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.ChangeAsync(id, ct)
        );
        pages.MapPost(
            "/subscriptions/{id:guid}/switch",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.SwitchAsync(id, ct)
        );
        pages.MapGet(
            "/subscriptions/{id:guid}/deliveries/{delivery}",
            (Guid id, string delivery, SubscriptionPages p, CancellationToken ct) =>
                p.DeliveryAsync(id, delivery, ct)
        );
        pages.MapPost(
            "/subscriptions/{id:guid}/test",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.TestAsync(id, ct)
        );
        pages.MapPost(
            "/subscriptions/{id:guid}/rotate",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.RotateAsync(id, ct)
        );
        pages.MapPost(
            "/subscriptions/{id:guid}/remove",
            (Guid id, SubscriptionPages p, CancellationToken ct) => p.RemoveAsync(id, ct)
        );
        pages.MapPost(
            "/subscriptions/{id:guid}/retry/{delivery}",
            (Guid id, string delivery, SubscriptionPages p, CancellationToken ct) =>
                p.RetryAsync(id, delivery, ct)
        );
        pages.MapGet(
            "/subscriptions/{id:guid}/{**rest}",
            (Guid id) => new SeeOther($"/subscriptions/{id}")
        );
    }
}
