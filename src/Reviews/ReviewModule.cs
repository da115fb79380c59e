using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Reviews.Consumers;
using Pir.Reviews.Data;
using Pir.Reviews.Features;
using Pir.ServiceDefaults;

namespace Pir.Reviews;

/// <summary>
/// Local reviews: opened when an incident is resolved, written, and published as immutable
/// revisions.
/// </summary>
public sealed class ReviewModule : IPirModule
{
    public string Name => EventCatalog.Review;

    public void Add(IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<ReviewOptions>()
            .BindConfiguration("Review")
            .PostConfigure<IConfiguration>(
                (options, configuration) => ReadDurations(options, configuration)
            )
            .Validate(o => o.DueAfter > TimeSpan.Zero, "Review:DueAfter must be longer than zero.")
            .Validate(
                o => o.OverdueCheckEvery >= TimeSpan.FromMilliseconds(50),
                "Review:OverdueCheckEvery must be at least 50 ms."
            )
            .ValidateOnStart();
        builder.AddPirDbContext<ReviewDbContext>("review", "reviewdb");
        builder.Services.AddPirOutbox<ReviewDbContext>();
        builder.Services.AddScoped<Features.Policies>();
        builder.Services.AddScoped<ReviewEditor>();
        builder.Services.AddHostedService<OverdueWatch>();
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<ReviewDbContext>(
            Name,
            handlers =>
                handlers
                    .Preload<IncidentBook>()
                    .Handle<IncidentOpened, FollowIncident>()
                    .Handle<AlertsAttached, FollowIncident>()
                    .Handle<IncidentAcknowledged, FollowIncident>()
                    .Handle<IncidentChanged, FollowIncident>()
                    .Handle<IncidentRoleAssigned, FollowIncident>()
                    .Handle<IncidentImpactRecorded, FollowIncident>()
                    .Handle<IncidentMitigated, FollowIncident>()
                    .Handle<IncidentResolved, FollowIncident>()
                    .Handle<IncidentReopened, FollowIncident>()
                    .Handle<IncidentClosed, FollowIncident>()
                    .Handle<IncidentMerged, FollowIncident>()
                    .Handle<IncidentUnmerged, FollowIncident>()
                    .Handle<IncidentDeleted, ForgetIncident>()
        );

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapPirApi(Name).WithTags("Reviews");
        OpenReview.Map(api);
        ListReviews.Map(api);
        ReadStatistics.Map(api);
        GetReview.Map(api);
        AssignOwner.Map(api);
        Features.Attendees.Map(api);
        JoinReview.Map(api);
        DecideAccess.Map(api);
        ScheduleReview.Map(api);
        Features.Findings.Map(api);
        CheckLanguage.Map(api);
        PolicyEndpoints.Map(api);
        WriteNotes.Map(api);
        WriteSummary.Map(api);
        Factors.Map(api);
        Actions.Map(api);
        HoldReview.Map(api);
        WaiveReview.Map(api);
        PublishReview.Map(api);
        Features.Revisions.Map(api);
        ReviewHistory.Map(api);
        WhoIsHere.Map(api);
    }

    private static void ReadDurations(ReviewOptions options, IConfiguration configuration)
    {
        if (configuration["Review:DueAfter"] is { Length: > 0 } dueAfter)
        {
            options.DueAfter = Durations.Parse(dueAfter);
        }
    }
}
