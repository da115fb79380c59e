using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pir.Web.Accounts;
using Pir.Web.Actions;
using Pir.Web.AlertRules;
using Pir.Web.ApiDocs;
using Pir.Web.Audit;
using Pir.Web.Automation;
using Pir.Web.Channels;
using Pir.Web.Engagement;
using Pir.Web.Home;
using Pir.Web.Incidents;
using Pir.Web.Insights;
using Pir.Web.People;
using Pir.Web.Policies;
using Pir.Web.Reviews;
using Pir.Web.SampleData;
using Pir.Web.Search;
using Pir.Web.Services;
using Pir.Web.Sources;
using Pir.Web.Styleguide;
using Pir.Web.Subscriptions;
using Pir.Web.Timeline;

namespace Pir.Web;

/// <summary>
/// The features of the web, in the order of the navigation. The list is written by hand, because
/// finding features by reflection would slow down every start.
/// </summary>
internal static class WebFeatures
{
    public static readonly IReadOnlyList<IWebFeature> All =
    [
        new HomeFeature(),
        new TimelineFeature(),
        new IncidentsFeature(),
        new ReviewsFeature(),
        new ActionsFeature(),
        new ServicesFeature(),
        new InsightsFeature(),
        new SearchFeature(),
        new SourcesFeature(),
        new AlertRulesFeature(),
        new SubscriptionsFeature(),
        new ChannelsFeature(),
        new ApiDocsFeature(),
        new PeopleFeature(),
        new EngagementFeature(),
        new AutomationFeature(),
        new PoliciesFeature(),
        new AuditFeature(),
        new AccountsFeature(),
        new SampleDataFeature(),
        new StyleguideFeature(),
    ];

    public static IReadOnlyList<Place> Places { get; } = [.. All.SelectMany(f => f.Places)];

    public static IReadOnlyList<PaletteCommand> Commands { get; } =
    [.. All.SelectMany(f => f.Commands)];

    /// <summary>
    /// Maps every page. Pages are read with GET. Each form posts to its own address, and the
    /// response is a redirect.
    /// </summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes
            .MapGroup("")
            .RequireAuthorization()
            .ExcludeFromDescription()
            .AddEndpointFilter<PageFilter>();
        foreach (var feature in All)
        {
            feature.Map(pages);
        }

        routes
            .MapGet("/live", LiveEndpoint.HandleAsync)
            .RequireAuthorization()
            .ExcludeFromDescription();
    }
}
