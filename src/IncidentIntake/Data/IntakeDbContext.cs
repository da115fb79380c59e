using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
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
    public DbSet<IncidentReview> Reviews => Set<IncidentReview>();
    public DbSet<DeliveryGroup> DeliveryGroups => Set<DeliveryGroup>();
    public DbSet<FailedDelivery> FailedDeliveries => Set<FailedDelivery>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<CatalogService> Catalog => Set<CatalogService>();

    protected override string ServiceName => EventCatalog.Intake;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder
            .Properties<IReadOnlyList<RoleAssignment>>()
            .HaveConversion<RolesConverter, RolesComparer>();
        configurationBuilder.Properties<Impact>().HaveConversion<ImpactConverter>();
        configurationBuilder
            .Properties<IReadOnlyList<string>>()
            .HaveConversion<NamesConverter, NamesComparer>();
        // Its columns are mapped one by one.
        configurationBuilder.IgnoreAny<IncidentContext>();
    }
}
