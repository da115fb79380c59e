using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Automation;
using Pir.IncidentIntake.Domain.Engaging;
using Pir.IncidentIntake.Domain.Joining;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Domain.Tasks;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Data;

/// <summary>The service's database.</summary>
public sealed class IntakeDbContext(
    DbContextOptions<IntakeDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<Source> Sources => Set<Source>();
    public DbSet<Incident> Incidents => Set<Incident>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertKey> AlertKeys => Set<AlertKey>();
    public DbSet<Watermark> Watermarks => Set<Watermark>();
    public DbSet<IncidentHistory> History => Set<IncidentHistory>();
    public DbSet<IncidentLink> Links => Set<IncidentLink>();
    public DbSet<ImpactedCustomer> Customers => Set<ImpactedCustomer>();
    public DbSet<SeverityDefinition> Severities => Set<SeverityDefinition>();
    public DbSet<IncidentReview> Reviews => Set<IncidentReview>();
    public DbSet<DeliveryGroup> DeliveryGroups => Set<DeliveryGroup>();
    public DbSet<FailedDelivery> FailedDeliveries => Set<FailedDelivery>();
    public DbSet<AlertRule> AlertRules => Set<AlertRule>();
    public DbSet<Silence> Silences => Set<Silence>();
    public DbSet<AlertGroup> AlertGroups => Set<AlertGroup>();
    public DbSet<HeldAlert> HeldAlerts => Set<HeldAlert>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<CatalogService> Catalog => Set<CatalogService>();
    public DbSet<EngagementRule> EngagementRules => Set<EngagementRule>();
    public DbSet<EscalationPolicy> EscalationPolicies => Set<EscalationPolicy>();
    public DbSet<EngagementSettings> EngagementSettings => Set<EngagementSettings>();
    public DbSet<Engagement> Engagements => Set<Engagement>();
    public DbSet<AutomationRule> AutomationRules => Set<AutomationRule>();
    public DbSet<AutomationRun> AutomationRuns => Set<AutomationRun>();
    public DbSet<IncidentTask> Tasks => Set<IncidentTask>();
    public DbSet<JoinRequest> JoinRequests => Set<JoinRequest>();

    protected override string ServiceName => EventCatalog.Intake;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder
            .Properties<IReadOnlyList<RoleAssignment>>()
            .HaveConversion<RolesConverter, RolesComparer>();
        configurationBuilder
            .Properties<IReadOnlyList<AlertCondition>>()
            .HaveConversion<JsonListConverter<AlertCondition>, JsonListComparer<AlertCondition>>()
            .HaveMaxLength(-1);
        configurationBuilder
            .Properties<IReadOnlyList<string>>()
            .HaveConversion<JsonListConverter<string>, JsonListComparer<string>>()
            .HaveMaxLength(-1);
        configurationBuilder.Properties<DrillScenario>().HaveConversion<ScenarioConverter>();
        configurationBuilder.Properties<Impact>().HaveConversion<ImpactConverter>();
        configurationBuilder
            .Properties<IReadOnlyList<Severity>>()
            .HaveConversion<JsonListConverter<Severity>, JsonListComparer<Severity>>();
        configurationBuilder
            .Properties<IReadOnlyList<EscalationStep>>()
            .HaveConversion<JsonListConverter<EscalationStep>, JsonListComparer<EscalationStep>>();
        configurationBuilder
            .Properties<IReadOnlyList<AutomationEffect>>()
            .HaveConversion<
                JsonListConverter<AutomationEffect>,
                JsonListComparer<AutomationEffect>
            >();
        configurationBuilder
            .Properties<AutomationRuleFields>()
            .HaveConversion<AutomationFieldsConverter>();
        // Its columns are mapped one by one.
        configurationBuilder.IgnoreAny<IncidentContext>();
    }
}
