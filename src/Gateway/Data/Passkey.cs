using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>A person's passkey (WebAuthn credential): a second way to sign in.</summary>
public sealed class Passkey
{
    public const int MaximumNameLength = 100;

    /// <summary>
    /// Enough for all devices of a person. All of them are sent to the browser at registration.
    /// </summary>
    public const int MostPerPerson = 20;

    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>The name given by its owner.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// The authenticator's id of the credential. At most 1023 bytes, according to the
    /// specification.
    /// </summary>
    public byte[] CredentialId { get; set; } = [];

    /// <summary>In COSE form.</summary>
    public byte[] PublicKey { get; set; } = [];

    /// <summary>
    /// The signature counter at the last use. The counter only increases. Synchronized keys always
    /// report zero.
    /// </summary>
    public long SignCount { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? LastUsedAt { get; set; }
}

internal sealed class PasskeyMap : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> entity)
    {
        entity.ToTable("Passkeys");
        entity.Property(p => p.Name).HasMaxLength(Passkey.MaximumNameLength);
        entity.Property(p => p.CredentialId).HasMaxLength(1023);
        entity.Property(p => p.PublicKey).HasMaxLength(2000);
        // Of two concurrent removals or uses, one fails.
        entity.Property(p => p.SignCount).IsConcurrencyToken();
        entity.HasIndex(p => p.CredentialId).IsUnique();
        entity.HasIndex(p => p.UserId);
        entity
            .HasOne<User>()
            .WithMany()
            .HasForeignKey(p => p.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
