using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Persistence;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Data;

/// <summary>Reviews, their revisions, and the facts of their incidents.</summary>
public sealed class ReviewDbContext(
    DbContextOptions<ReviewDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<Review> Reviews => Set<Review>();
    public DbSet<IncidentFacts> Incidents => Set<IncidentFacts>();
    public DbSet<Revision> Revisions => Set<Revision>();
    public DbSet<EarlierNotes> EarlierNotes => Set<EarlierNotes>();
    public DbSet<ReviewChange> Changes => Set<ReviewChange>();
    public DbSet<Attendee> Attendees => Set<Attendee>();
    public DbSet<Presence> Presences => Set<Presence>();
    public DbSet<ReviewPolicy> Policies => Set<ReviewPolicy>();
    public DbSet<PolicyChange> PolicyChanges => Set<PolicyChange>();

    protected override string ServiceName => EventCatalog.Review;

    /// <summary>Adds the pending events of the review to this commit.</summary>
    public void RaiseToldBy(Review review)
    {
        foreach (var told in review.TakeTold())
        {
            Raise(told.Fact, review.Id, review, told.OccurredAt, told.By);
        }
    }

    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        ChangeTracker.DetectChanges();
        if (ChangeTracker.Entries<Revision>().Any(IsChanged))
        {
            throw new InvalidOperationException("A published revision is never changed.");
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <summary>It goes with its review, and never alone.</summary>
    private bool IsChanged(EntityEntry<Revision> revision) =>
        revision.State == EntityState.Modified
        || (
            revision.State == EntityState.Deleted
            && !ChangeTracker
                .Entries<Review>()
                .Any(r => r.State == EntityState.Deleted && r.Entity.Id == revision.Entity.ReviewId)
        );

    // Must run before EF builds the model, or EF treats the records as entities.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder
            .Properties<Impact>()
            .HaveConversion<ImpactConverter>()
            .HaveMaxLength(-1);
        configurationBuilder
            .Properties<IReadOnlyList<RoleHolder>>()
            .HaveConversion<HoldersConverter, HoldersComparer>()
            .HaveMaxLength(-1);
    }
}
