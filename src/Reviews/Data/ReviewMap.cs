using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Data;

internal sealed class ReviewMap : IEntityTypeConfiguration<Review>
{
    public void Configure(EntityTypeBuilder<Review> builder)
    {
        builder.ToTable("Reviews");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Summary).HasMaxLength(Review.MaxSummary);
        builder.Property(r => r.Notes).HasMaxLength(Review.MaxNotes);
        builder.Property(r => r.WaivedReason).HasMaxLength(Review.MaxReason);
        builder.Property(r => r.PublishedFingerprint).HasMaxLength(64);
        builder
            .HasOne(r => r.Incident)
            .WithOne()
            .HasForeignKey<Review>(r => r.IncidentId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.IncidentId).IsUnique();
        builder.HasIndex(r => new { r.OpenedAt, r.Id });
        builder.Ignore(r => r.Audience);
        builder.Ignore(r => r.PeopleNamed);
        builder.Ignore(r => r.TouchedQuestions);
        // For the query of the overdue watch.
        builder.HasIndex(r => new { r.Status, r.DueAt });
        builder
            .HasMany(r => r.Factors)
            .WithOne()
            .HasForeignKey("ReviewId")
            .IsRequired()
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.Actions)
            .WithOne()
            .HasForeignKey("ReviewId")
            .IsRequired()
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.Attendees)
            .WithOne()
            .HasForeignKey("ReviewId")
            .IsRequired()
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.ReaderTeams)
            .WithOne()
            .HasForeignKey(t => t.ReviewId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.AccessRequests)
            .WithOne()
            .HasForeignKey("ReviewId")
            .IsRequired()
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.Findings)
            .WithOne()
            .HasForeignKey("ReviewId")
            .IsRequired()
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.Revisions)
            .WithOne()
            .HasForeignKey(r => r.ReviewId)
            .OnDelete(DeleteBehavior.Restrict);
        builder
            .HasMany(r => r.EarlierNotes)
            .WithOne()
            .HasForeignKey(n => n.ReviewId)
            .OnDelete(DeleteBehavior.Cascade);
        builder
            .HasMany(r => r.Changes)
            .WithOne()
            .HasForeignKey(c => c.ReviewId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
