using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.IncidentIntake.Domain.Tasks;

namespace Pir.IncidentIntake.Data;

internal sealed class IncidentTaskMap : IEntityTypeConfiguration<IncidentTask>
{
    public void Configure(EntityTypeBuilder<IncidentTask> entity)
    {
        entity.ToTable("IncidentTasks");
        entity.Property(t => t.Text).HasMaxLength(IncidentTask.LongestText);
        entity.HasIndex(t => new { t.IncidentId, t.AddedAt });
    }
}
