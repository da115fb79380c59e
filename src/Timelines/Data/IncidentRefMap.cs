using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Data;

internal sealed class IncidentRefMap : IEntityTypeConfiguration<IncidentRef>
{
    public void Configure(EntityTypeBuilder<IncidentRef> entity)
    {
        entity.ToTable("Incidents");
        entity.HasKey(i => i.Id);
        entity.Property(i => i.Title).HasMaxLength(IncidentRef.MaxTitle);
        entity.Property(i => i.Version).IsConcurrencyToken();
        entity.Ignore(i => i.BeganAt);
        entity.Ignore(i => i.IsActive);
        entity.Ignore(i => i.IsMitigated);
        entity.HasIndex(i => i.Number);
    }
}
