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

internal sealed class RevisionMap : IEntityTypeConfiguration<Revision>
{
    public void Configure(EntityTypeBuilder<Revision> builder)
    {
        builder.ToTable("Revisions");
        builder.HasKey(r => new { r.ReviewId, r.Number });
        builder.Property(r => r.Title).HasMaxLength(IncidentFacts.MaxTitle);
        builder.Property(r => r.Summary).HasMaxLength(Review.MaxSummary);
        builder.Property(r => r.Content).HasMaxLength(-1);
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
