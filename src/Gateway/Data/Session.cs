using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// One sign-in of one person with one browser. The cookie only names the session, so ending the
/// session here signs the browser out.
/// </summary>
public sealed class Session
{
    /// <summary>A longer token does not fit into the sign-out address.</summary>
    public const int LongestIdToken = 3000;

    public Guid Id { get; set; }
    public Guid UserId { get; set; }

    /// <summary>
    /// Browser and system, as far as the browser reports them: <c>Firefox on Linux</c>.
    /// </summary>
    public string Device { get; set; } = "";

    /// <summary>The network address of the last request.</summary>
    public string? Address { get; set; }

    /// <summary>The provider used for the sign-in; null for a password.</summary>
    public string? Provider { get; set; }

    /// <summary>The provider's ID token, which the provider expects at sign-out.</summary>
    public string? IdToken { get; set; }
    public DateTime CreatedAt { get; set; }

    /// <summary>
    /// Until when the browser stays signed in without use, if the person chose that.
    /// </summary>
    public DateTime? KeptUntil { get; set; }

    /// <summary>Accurate to the minute.</summary>
    public DateTime LastSeenAt { get; set; }
    public DateTime? EndedAt { get; set; }

    /// <param name="lifetime">How long a session lasts after its last use.</param>
    public bool IsOpen(DateTime now, TimeSpan lifetime) =>
        EndedAt is null && now < (KeptUntil ?? LastSeenAt + lifetime);
}

internal sealed class SessionMap : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> entity)
    {
        entity.ToTable("Sessions");
        entity.Property(s => s.Device).HasMaxLength(100);
        entity.Property(s => s.Address).HasMaxLength(64);
        entity.Property(s => s.Provider).HasMaxLength(100);
        entity.Property(s => s.IdToken).HasMaxLength(Session.LongestIdToken);
        entity.HasIndex(s => s.UserId);
        entity.HasIndex(s => s.LastSeenAt);
        entity
            .HasOne<User>()
            .WithMany()
            .HasForeignKey(s => s.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
