using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Joining;

namespace Pir.IncidentIntake.Data;

internal sealed class JoinRequestMap : IEntityTypeConfiguration<JoinRequest>
{
    public void Configure(EntityTypeBuilder<JoinRequest> entity)
    {
        entity.ToTable("JoinRequests");
        entity.Property(r => r.Note).HasMaxLength(TextLengths.Reason);
        entity.Property(r => r.Reason).HasMaxLength(TextLengths.Reason);
        entity.Ignore(r => r.RoleOrDefault);
        // A person asks once in an incident, whatever the number of replicas.
        entity.HasIndex(r => new { r.IncidentId, r.PersonId }).IsUnique();
    }
}
