using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Data;

internal sealed class ReviewFactorMap : IEntityTypeConfiguration<ReviewFactor>
{
    public void Configure(EntityTypeBuilder<ReviewFactor> builder)
    {
        builder.ToTable("Factors");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Title).HasMaxLength(Review.MaxTitle);
        builder.Property(f => f.Description).HasMaxLength(Review.MaxDescription);
    }
}

internal sealed class ReviewActionMap : IEntityTypeConfiguration<ReviewAction>
{
    public void Configure(EntityTypeBuilder<ReviewAction> builder)
    {
        builder.ToTable("ReviewActions");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Title).HasMaxLength(Review.MaxTitle);
        builder.Property(a => a.Description).HasMaxLength(Review.MaxDescription);
    }
}

internal sealed class AttendeeMap : IEntityTypeConfiguration<Attendee>
{
    public void Configure(EntityTypeBuilder<Attendee> builder)
    {
        builder.ToTable("Attendees");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => a.PersonId);
    }
}

internal sealed class ReaderTeamMap : IEntityTypeConfiguration<ReaderTeam>
{
    public void Configure(EntityTypeBuilder<ReaderTeam> builder)
    {
        builder.ToTable("ReaderTeams");
        builder.HasKey(t => new { t.ReviewId, t.Team });
        builder.HasIndex(t => t.Team);
    }
}

internal sealed class AccessRequestMap : IEntityTypeConfiguration<AccessRequest>
{
    public void Configure(EntityTypeBuilder<AccessRequest> builder)
    {
        builder.ToTable("AccessRequests");
        builder.HasKey(r => r.Id);
        builder.Ignore(r => r.Person);
    }
}

internal sealed class PresenceMap : IEntityTypeConfiguration<Presence>
{
    public void Configure(EntityTypeBuilder<Presence> builder)
    {
        builder.ToTable("Presences");
        builder.HasKey(p => new
        {
            p.ReviewId,
            p.PersonId,
            p.Tab,
        });
        builder.Property(p => p.Field).HasMaxLength(Presence.MaxField);
        builder
            .HasOne<Review>()
            .WithMany()
            .HasForeignKey(p => p.ReviewId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ReviewFindingMap : IEntityTypeConfiguration<ReviewFinding>
{
    public void Configure(EntityTypeBuilder<ReviewFinding> builder)
    {
        builder.ToTable("Findings");
        builder.HasKey(f => f.Id);
        builder.Property(f => f.Question).HasMaxLength(20);
        builder.Property(f => f.Text).HasMaxLength(Review.MaxFinding);
    }
}

internal sealed class ReviewPolicyMap : IEntityTypeConfiguration<ReviewPolicy>
{
    public void Configure(EntityTypeBuilder<ReviewPolicy> builder)
    {
        builder.ToTable("Policies");
        builder.HasKey(p => p.Id);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Json).HasMaxLength(-1);
        builder.Ignore(p => p.Rules);
    }
}

internal sealed class PolicyChangeMap : IEntityTypeConfiguration<PolicyChange>
{
    public void Configure(EntityTypeBuilder<PolicyChange> builder)
    {
        builder.ToTable("PolicyChanges");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Before).HasMaxLength(-1);
        builder.Property(c => c.After).HasMaxLength(-1);
        builder.HasIndex(c => c.At);
    }
}

internal sealed class RevisionMap : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> builder)
    {
        builder.ToTable("Revisions");
        builder.HasKey(r => new { r.ReviewId, r.Number });
        builder.Property(r => r.Title).HasMaxLength(IncidentFacts.MaxTitle);
        builder.Property(r => r.Summary).HasMaxLength(Review.MaxSummary);
        builder.Property(r => r.Content).HasMaxLength(-1);
        builder.Property(r => r.SummaryHtml).HasMaxLength(-1);
        builder.Property(r => r.NotesHtml).HasMaxLength(-1);
    }
}

internal sealed class EarlierNotesMap : IEntityTypeConfiguration<EarlierNotes>
{
    public void Configure(EntityTypeBuilder<EarlierNotes> builder)
    {
        builder.ToTable("NotesHistory");
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Text).HasMaxLength(Review.MaxNotes);
        builder.HasIndex(n => new { n.ReviewId, n.ReplacedAt });
    }
}

internal sealed class ReviewChangeMap : IEntityTypeConfiguration<ReviewChange>
{
    public void Configure(EntityTypeBuilder<ReviewChange> builder)
    {
        builder.ToTable("Changes");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Detail).HasMaxLength(300);
        builder.HasIndex(c => new { c.ReviewId, c.At });
    }
}
