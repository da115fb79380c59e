using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// The one-time right to create the first account. Each start creates a new one while nobody has an
/// account.
/// </summary>
public sealed class SetupLink
{
    public Guid Id { get; set; }
    public byte[] Hash { get; set; } = [];
    public DateTime CreatedAt { get; set; }
}

internal sealed class SetupLinkMap : IEntityTypeConfiguration<SetupLink>
{
    public void Configure(EntityTypeBuilder<SetupLink> entity)
    {
        entity.ToTable("SetupLinks");
        entity.Property(l => l.Hash).HasMaxLength(32);
    }
}
