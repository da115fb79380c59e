using Microsoft.Extensions.Options;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;
using Pir.Timelines.Consumers;
using Pir.Timelines.Data;
using Pir.Timelines.Evidence;
using Pir.Timelines.Features;

namespace Pir.Timelines;

/// <summary>
/// The timeline of each incident: what happened, in order, from events and from people.
/// </summary>
public sealed class TimelineModule : IPirModule
{
    public string Name => EventCatalog.TimelineService;

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddPirDbContext<TimelineDbContext>("timeline", "timelinedb");
        builder.Services.AddPirOutbox<TimelineDbContext>();
        builder
            .Services.AddOptions<TimelineOptions>()
            .BindConfiguration("Timeline")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddScoped<IncidentFinder>();
        builder.Services.AddScoped<EntryEditor>();
        builder.Services.AddSingleton<IValidateOptions<TimelineOptions>, TimelineOptionsRules>();
        builder.Services.AddSingleton(services =>
            services.GetRequiredService<IOptions<TimelineOptions>>().Value.CreateRedactor()
        );
        builder.Services.AddSingleton<EvidenceReader>();
        builder.Services.AddScoped<EvidenceStore>();
        builder.Services.AddScoped<ActivityEditor>();
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<TimelineDbContext>(
            Name,
            on =>
            {
                on.Preload<TimelineWriter>();
                HandleIncidents(on);
                HandleFollowUps(on);
            }
        );

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapPirApi(Name, "/api/incidents/{incident}/timeline").WithTags("Timeline");
        ListTimeline.Map(api);
        GetEntry.Map(api);
        RecordEntry.Map(api);
        PreviewImport.Map(api);
        ImportEntries.Map(api);
        RecordEntries.Map(api);
        CorrectEntry.Map(api);
        GetEntryHistory.Map(api);
        AttachImage.Map(api);
        GetAttachment.Map(api);
        GetAttachment.MapContent(api);
        AddEvidence.Map(api);
        AttachEvidence.Map(api);
        ListEvidence.Map(api);
        ListRepairSteps.Map(api);
        Activities.Map(api);
        GetSummary.Map(api);
        GetMoment.Map(api);
    }

    private static void HandleIncidents(HandlerRegistry<TimelineDbContext> on) =>
        on.Handle<IncidentOpened, WriteIncidentEvent<IncidentOpened>>()
            .Handle<AlertsAttached, WriteIncidentEvent<AlertsAttached>>()
            .Handle<IncidentAcknowledged, WriteIncidentEvent<IncidentAcknowledged>>()
            .Handle<IncidentChanged, WriteIncidentEvent<IncidentChanged>>()
            .Handle<IncidentRoleAssigned, WriteIncidentEvent<IncidentRoleAssigned>>()
            .Handle<IncidentJoinRequested, WriteIncidentEvent<IncidentJoinRequested>>()
            .Handle<IncidentJoinDecided, WriteIncidentEvent<IncidentJoinDecided>>()
            .Handle<IncidentTaskAdded, WriteIncidentEvent<IncidentTaskAdded>>()
            .Handle<IncidentTaskChanged, WriteIncidentEvent<IncidentTaskChanged>>()
            .Handle<IncidentLinkPosted, WriteIncidentEvent<IncidentLinkPosted>>()
            .Handle<IncidentNoticeRequested, WriteIncidentEvent<IncidentNoticeRequested>>()
            .Handle<IncidentEngaged, WriteIncidentEvent<IncidentEngaged>>()
            .Handle<EngagementAcknowledged, WriteIncidentEvent<EngagementAcknowledged>>()
            .Handle<IncidentEscalated, WriteIncidentEvent<IncidentEscalated>>()
            .Handle<IncidentImpactRecorded, WriteIncidentEvent<IncidentImpactRecorded>>()
            .Handle<IncidentMitigated, WriteIncidentEvent<IncidentMitigated>>()
            .Handle<IncidentResolved, WriteIncidentEvent<IncidentResolved>>()
            .Handle<IncidentReopened, WriteIncidentEvent<IncidentReopened>>()
            .Handle<IncidentClosed, WriteIncidentEvent<IncidentClosed>>()
            .Handle<IncidentMerged, WriteIncidentEvent<IncidentMerged>>()
            .Handle<IncidentUnmerged, WriteIncidentEvent<IncidentUnmerged>>()
            .Handle<IncidentLinked, WriteIncidentEvent<IncidentLinked>>()
            .Handle<IncidentUnlinked, WriteIncidentEvent<IncidentUnlinked>>()
            .Handle<IncidentDeleted, ForgetIncident>();

    private static void HandleFollowUps(HandlerRegistry<TimelineDbContext> on) =>
        on.Handle<ReviewOpened, WriteReviewEvent<ReviewOpened>>()
            .Handle<ReviewHeld, WriteReviewEvent<ReviewHeld>>()
            .Handle<ReviewPublished, WriteReviewEvent<ReviewPublished>>()
            .Handle<ReviewRevised, WriteReviewEvent<ReviewRevised>>()
            .Handle<ReviewWaived, WriteReviewEvent<ReviewWaived>>()
            .Handle<ActionAccepted, WriteActionEvent<ActionAccepted>>()
            .Handle<ActionCompleted, WriteActionEvent<ActionCompleted>>();
}
