using Microsoft.EntityFrameworkCore;

namespace Pir.Naive;

/// <summary>Incidents and their alerts, one row each.</summary>
internal sealed class NaiveDbContext(DbContextOptions<NaiveDbContext> options) : DbContext(options)
{
    public DbSet<NaiveIncident> Incidents => Set<NaiveIncident>();

    public DbSet<NaiveAlert> Alerts => Set<NaiveAlert>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<NaiveIncident>().Property(i => i.Id).ValueGeneratedNever();
        modelBuilder.Entity<NaiveIncident>().HasIndex(i => i.Fingerprint).IsUnique();
        modelBuilder.Entity<NaiveAlert>().Property(a => a.Id).ValueGeneratedNever();
        modelBuilder.Entity<NaiveAlert>().HasIndex(a => a.IncidentId);
    }
}

internal sealed class NaiveIncident
{
    public required Guid Id { get; init; }

    public required string Fingerprint { get; init; }

    public required string Title { get; init; }

    public required DateTime OpenedAt { get; init; }

    public int Occurrences { get; set; }
}

internal sealed class NaiveAlert
{
    public required Guid Id { get; init; }

    public required Guid IncidentId { get; init; }

    public required string Status { get; init; }

    public required string Labels { get; init; }

    public required DateTime ReceivedAt { get; init; }
}
