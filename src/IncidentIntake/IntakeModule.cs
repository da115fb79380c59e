using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.IncidentIntake.Consumers;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Features.AlertRules;
using Pir.IncidentIntake.Features.Automation;
using Pir.IncidentIntake.Features.Catalog;
using Pir.IncidentIntake.Features.Deliveries;
using Pir.IncidentIntake.Features.Engaging;
using Pir.IncidentIntake.Features.Incidents;
using Pir.IncidentIntake.Features.Incidents.Bulk;
using Pir.IncidentIntake.Features.Incidents.Csv;
using Pir.IncidentIntake.Features.Incidents.Customers;
using Pir.IncidentIntake.Features.Incidents.Linking;
using Pir.IncidentIntake.Features.Incidents.Listing;
using Pir.IncidentIntake.Features.Joining;
using Pir.IncidentIntake.Features.Severities;
using Pir.IncidentIntake.Features.Silences;
using Pir.IncidentIntake.Features.Sources;
using Pir.IncidentIntake.Features.Tasks;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;

namespace Pir.IncidentIntake;

/// <summary>Incident intake: sources, deliveries, incidents.</summary>
public sealed class IntakeModule : IPirModule
{
    public string Name => EventCatalog.Intake;

    public void Add(IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<IntakeOptions>()
            .BindConfiguration("Intake")
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.AddPirDbContext<IntakeDbContext>("intake", "intakedb");
        builder.Services.AddPirOutbox<IntakeDbContext>();
        builder.Services.AddSingleton<SourceDirectory>();
        builder.Services.AddSingleton<RuleDirectory>();
        builder.Services.AddSingleton<GroupCommitWriter>();
        builder.Services.AddHostedService(p => p.GetRequiredService<GroupCommitWriter>());
        builder.Services.AddSingleton<WebhookEndpoint>();
        builder.Services.AddSingleton<DeliverySender>();
        builder.Services.AddSingleton<SourceKeys>();
        builder.Services.AddSingleton<ISealedSecrets, StoredSourceKeys>();
        builder.Services.AddScoped<IncidentEditor>();
        builder.Services.AddScoped<SourceEditor>();
        builder.Services.AddScoped<SeverityEditor>();
        builder.Services.AddScoped<ServiceEditor>();
        builder.Services.AddScoped<AlertRuleEditor>();
        builder.Services.AddScoped<SilenceEditor>();
        builder.Services.AddScoped<EngagementDesk>();
        builder.Services.AddScoped<EngagementEditor>();
        builder.Services.AddScoped<EngagementRuleEditor>();
        builder.Services.AddScoped<EscalationPolicyEditor>();
        builder.Services.AddScoped<EngagementSettingsEditor>();
        builder.Services.AddScoped<JoinRequestEditor>();
        builder.Services.AddScoped<TaskEditor>();
        builder.Services.AddScoped<AutomationDesk>();
        builder.Services.AddScoped<AutomationRuleEditor>();
        builder.Services.AddHostedService<EscalationWatch>();
        builder.Services.AddSingleton<IncidentOpening>();
        builder.Services.AddSingleton<IncidentTransaction>();
        builder.Services.AddSingleton<DeleteIncident>();
        builder.Services.AddHostedService<DeliveryRetention>();
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<IntakeDbContext>(
            Name,
            h =>
                h.Handle<ReviewOpened, FollowReviews>()
                    .Handle<ReviewHeld, FollowReviews>()
                    .Handle<ReviewPublished, FollowReviews>()
                    .Handle<ReviewWaived, FollowReviews>()
                    .Handle<IncidentOpened, EngageTeams>()
                    .Handle<IncidentChanged, EngageTeams>()
                    .Handle<IncidentOpened, LinkStorm>()
                    .Handle<IncidentOpened, RunAutomation>()
                    .Handle<IncidentAcknowledged, RunAutomation>()
                    .Handle<IncidentChanged, RunAutomation>()
                    .Handle<IncidentMitigated, RunAutomation>()
                    .Handle<IncidentResolved, RunAutomation>()
                    .Handle<IncidentReopened, RunAutomation>()
        );

    public void Map(IEndpointRouteBuilder routes)
    {
        var webhook = routes.ServiceProvider.GetRequiredService<WebhookEndpoint>();
        // Goes straight from routing to the handler: in an alert storm, the middleware in between
        // would cost more than the commit.
        routes
            .MapPost("/webhooks/{kind}/{key}", (RequestDelegate)webhook.HandleAsync)
            .ShortCircuit()
            .Describe(Name);

        var api = routes.MapPirApi(Name);
        MapSources(api.MapGroup("").WithTags("Sources"));
        MapRules(api.MapGroup("").WithTags("Alert rules"));
        MapIncidents(api.MapGroup("").WithTags("Incidents"));
        MapCatalog(api.MapGroup("").WithTags("Services"));
        MapEngagement(api.MapGroup("").WithTags("Engagement"));
        var automation = api.MapGroup("").WithTags("Automation");
        AutomationRules.Map(automation);
        TryAutomation.Map(automation);
        ReadAutomationRuns.Map(automation);
    }

    private static void MapSources(RouteGroupBuilder api)
    {
        CreateSource.Map(api);
        ReadSources.Map(api);
        ChangeSource.Map(api);
        TestSource.Map(api);
        ReadDeliveries.Map(api);
        ReplayDelivery.Map(api);
    }

    private static void MapCatalog(RouteGroupBuilder api)
    {
        ReadServices.Map(api);
        ChangeServices.Map(api);
        ImportServices.Map(api);
        ExportServices.Map(api);
    }

    private static void MapRules(RouteGroupBuilder api)
    {
        CreateAlertRule.Map(api);
        ReadAlertRules.Map(api);
        OrderAlertRules.Map(api);
        ChangeAlertRule.Map(api);
        TryAlertRules.Map(api);
        ReadHeldAlerts.Map(api);
        CreateSilence.Map(api);
        ReadSilences.Map(api);
        ChangeSilence.Map(api);
    }

    private static void MapEngagement(RouteGroupBuilder api)
    {
        EngagementRules.Map(api);
        EscalationPolicies.Map(api);
        EngagementDefaults.Map(api);
        IncidentEngagements.Map(api);
        AcknowledgeEngagement.Map(api);
        JoinRequests.Map(api);
        DecideJoinRequest.Map(api);
    }

    private static void MapIncidents(RouteGroupBuilder api)
    {
        OpenIncident.Map(api);
        ReadStatistics.Map(api);
        SimilarIncidents.Map(api);
        ReadIncidents.Map(api);
        ReadNames.Map(api);
        ExportIncidents.Map(api);
        ImportIncidents.Map(api);
        ReadAlerts.Map(api);
        ReadHistory.Map(api);
        ReadMoment.Map(api);
        ReadTriage.Map(api);
        AcknowledgeIncident.Map(api);
        MitigateIncident.Map(api);
        ResolveIncident.Map(api);
        ReopenIncident.Map(api);
        CloseIncident.Map(api);
        AssignRole.Map(api);
        ChangeSeverity.Map(api);
        RecordImpact.Map(api);
        CorrectIncident.Map(api);
        SeverityDefinitions.Map(api);
        DescribeDrill.Map(api);
        MergeIncident.Map(api);
        UnmergeIncident.Map(api);
        IncidentLinks.Map(api);
        ReadCustomers.Map(api);
        ChangeCustomers.Map(api);
        DeleteIncident.Map(api);
        IncidentTasks.Map(api);
        ChangeIncidents.Map(api);
        DeleteIncidents.Map(api);
    }
}
