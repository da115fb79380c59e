using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Data;

/// <summary>
/// A person. Signs in by e-mail address, which is also the user name, and password, or with single
/// sign-on.
/// </summary>
public sealed class User : IdentityUser<Guid>
{
    public const int MaximumNameLength = 100;

    public string Name { get; set; } = "";
    public Role Role { get; set; }
    public DateTime CreatedAt { get; set; }
    public DateTime? LastSignInAt { get; set; }

    /// <summary>Set while the account is disabled.</summary>
    public DateTime? DisabledAt { get; set; }

    /// <summary>Since when the person signs in with single sign-on.</summary>
    public DateTime? LinkedAt { get; set; }

    /// <summary>
    /// When the provider last left out the groups that decide role and teams because there were too
    /// many; null once it has sent them again.
    /// </summary>
    public DateTime? GroupsLeftOutAt { get; set; }

    /// <summary>Until when the account is locked after wrong passwords.</summary>
    public DateTime? LockedUntil { get; set; }

    /// <summary>Hash of the open invitation's secret.</summary>
    public byte[]? InvitationHash { get; set; }
    public DateTime? InvitationExpiresAt { get; set; }

    public UserStatus Status =>
        DisabledAt is not null ? UserStatus.Disabled
        : PasswordHash is null && LinkedAt is null ? UserStatus.Invited
        : UserStatus.Active;

    public static User Create(string name, string email, Role role, DateTime now) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Email = email,
            UserName = email,
            Role = role,
            CreatedAt = now,
        };

    /// <summary>
    /// Creates a one-time link: an invitation, or a password reset for an account in use. Earlier
    /// links stop working.
    /// </summary>
    public Secret Invite(DateTime now)
    {
        var secret = Secret.Create();
        InvitationHash = secret.Hash;
        InvitationExpiresAt = now + TimeSpan.FromDays(Status == UserStatus.Active ? 1 : 7);
        return secret;
    }

    /// <summary>Records a wrong password.</summary>
    public void RecordFailure(DateTime now)
    {
        AccessFailedCount++;
        var rest = SignInBackoff.LockFor(AccessFailedCount);
        LockedUntil = rest > TimeSpan.Zero ? now + rest : null;
    }

    public void RecordSignIn(DateTime now)
    {
        AccessFailedCount = 0;
        LockedUntil = null;
        LastSignInAt = now;
    }
}

internal sealed class UserMap : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> entity)
    {
        entity.ToTable("Users");
        entity.Property(u => u.Name).HasMaxLength(User.MaximumNameLength);
        entity.Property(u => u.PasswordHash).HasMaxLength(500);
        entity.Property(u => u.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        entity.Property(u => u.SecurityStamp).HasMaxLength(64);
        entity.Property(u => u.InvitationHash).HasMaxLength(32);
        entity.Ignore(u => u.Status);
        // Identity's own lockout has a fixed duration and no replaceable clock. Ours backs off. The
        // other members are for factors that we do not offer.
        entity
            .Ignore(u => u.LockoutEnd)
            .Ignore(u => u.LockoutEnabled)
            .Ignore(u => u.TwoFactorEnabled);
        entity
            .Ignore(u => u.PhoneNumber)
            .Ignore(u => u.PhoneNumberConfirmed)
            .Ignore(u => u.EmailConfirmed);
        entity.HasIndex(u => u.NormalizedUserName).IsUnique();
        entity.HasIndex(u => u.NormalizedEmail).IsUnique();
    }
}
