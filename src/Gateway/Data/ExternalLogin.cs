using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// The person behind a subject at a single sign-on provider. Issuer and subject together never
/// change, but an e-mail address may.
/// </summary>
public sealed class ExternalLogin
{
    public Guid Id { get; set; }
    public string Issuer { get; set; } = "";

    /// <summary>At most 255 characters, by the specification.</summary>
    public string Subject { get; set; } = "";
    public Guid UserId { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime LastUsedAt { get; set; }
}

internal sealed class ExternalLoginMap : IEntityTypeConfiguration<ExternalLogin>
{
    public void Configure(EntityTypeBuilder<ExternalLogin> entity)
    {
        entity.ToTable("ExternalLogins");
        entity.Property(l => l.Issuer).HasMaxLength(300);
        entity.Property(l => l.Subject).HasMaxLength(255);
        entity.HasIndex(l => new { l.Issuer, l.Subject }).IsUnique();
        entity.HasIndex(l => l.UserId);
        entity
            .HasOne<User>()
            .WithMany()
            .HasForeignKey(l => l.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
