using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.ActionTracking.Domain;

namespace Pir.ActionTracking.Data;

internal sealed class IncidentFactsMap : IEntityTypeConfiguration<IncidentFacts>
{
    public void Configure(EntityTypeBuilder<IncidentFacts> entity)
    {
        entity.ToTable("Incidents");
        entity.HasKey(i => i.Id);
        entity.Property(i => i.Version).IsConcurrencyToken();
        entity.HasIndex(i => i.Number);
    }
}

internal sealed class ReviewFactsMap : IEntityTypeConfiguration<ReviewFacts>
{
    public void Configure(EntityTypeBuilder<ReviewFacts> entity)
    {
        entity.ToTable("Reviews");
        entity.HasKey(r => r.Id);
        entity.HasMany(r => r.Readers).WithOne().HasForeignKey(r => r.ReviewId);
    }
}

internal sealed class ReviewReaderMap : IEntityTypeConfiguration<ReviewReader>
{
    public void Configure(EntityTypeBuilder<ReviewReader> entity)
    {
        entity.ToTable("ReviewReaders");
        entity.HasKey(r => new { r.ReviewId, r.Key });
        entity.Property(r => r.Key).HasMaxLength(220);
    }
}
