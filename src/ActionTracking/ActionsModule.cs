using Pir.ActionTracking.Consumers;
using Pir.ActionTracking.Data;
using Pir.ActionTracking.Features;
using Pir.ActionTracking.Jobs;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;

namespace Pir.ActionTracking;

/// <summary>
/// Actions from incidents and reviews: who does what by when, and whether it was done.
/// </summary>
public sealed class ActionsModule : IPirModule
{
    public string Name => EventCatalog.ActionTracking;

    public void Add(IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<ActionTrackingOptions>()
            .BindConfiguration("ActionTracking")
            .Validate(
                o => o.OverdueCheck > TimeSpan.Zero,
                "ActionTracking:OverdueCheck must be longer than zero."
            )
            .ValidateOnStart();
        builder.AddPirDbContext<ActionsDbContext>("action", "actiondb");
        builder.Services.AddPirOutbox<ActionsDbContext>();
        builder.Services.AddScoped<ActionNumbers>();
        builder.Services.AddScoped<ActionEditor>();
        builder.Services.AddScoped<FactFinder>();
        builder.Services.AddHostedService<OverdueJob>();
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<ActionsDbContext>(
            Name,
            on =>
                on.Preload<ActionsPreload>()
                    .Handle<IncidentOpened, FollowIncident>()
                    .Handle<IncidentChanged, FollowIncident>()
                    .Handle<IncidentDeleted, ForgetIncident>()
                    .Handle<ReviewOpened, FollowReview>()
                    .Handle<ReviewActionProposed, FollowReview>()
                    .Handle<ReviewActionWithdrawn, FollowReview>()
                    .Handle<ReviewAudienceChanged, FollowReview>()
                    .Handle<ReviewPublished, FollowReview>()
                    .Handle<ReviewRevised, FollowReview>()
        );

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapPirApi(Name, "/api/actions").WithTags("Actions");
        ListActions.Map(api);
        ReadStatistics.Map(api);
        ProposeAction.Map(api);
        GetAction.Map(api);
        EditAction.Map(api);
        AssignAction.Map(api);
        CompleteAction.Map(api);
        DeclineAction.Map(api);
        ReopenAction.Map(api);
        GetActionHistory.Map(api);
    }
}
