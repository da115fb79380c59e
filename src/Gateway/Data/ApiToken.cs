using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Pir.Contracts.Events;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Data;

/// <summary>
/// A token for scripts and services. Only the hash of the secret is stored.
/// </summary>
public sealed class ApiToken
{
    /// <summary>The prefix of every token.</summary>
    public const string Mark = "pir_";

    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string Prefix { get; set; } = "";
    public byte[] Hash { get; set; } = [];

    /// <summary>
    /// The owner of a personal token, which never has more rights than its owner. Null for a
    /// service token.
    /// </summary>
    public Guid? OwnerId { get; set; }

    /// <summary>The role whose scopes the token has, if it was created from a role.</summary>
    public Role? Role { get; set; }

    /// <summary>Scopes separated by spaces, if the token was created from scopes.</summary>
    public string Scopes { get; set; } = "";
    public string CreatedById { get; set; } = "";
    public string CreatedByName { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public DateTime? ExpiresAt { get; set; }

    /// <summary>Accurate to the minute.</summary>
    public DateTime? LastUsedAt { get; set; }
    public DateTime? RevokedAt { get; set; }

    public IReadOnlyList<string> OwnScopes =>
        Role is { } role
            ? RoleScopes.For(role)
            : Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static (ApiToken Token, Secret Secret) Create(
        string name,
        Guid? ownerId,
        Role? role,
        IEnumerable<string> scopes,
        DateTime? expiresAt,
        Actor createdBy,
        DateTime now
    )
    {
        var secret = Secret.Create(Mark);
        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Prefix = secret.Prefix,
            Hash = secret.Hash,
            OwnerId = ownerId,
            Role = role,
            Scopes = string.Join(' ', scopes.Distinct().Order(StringComparer.Ordinal)),
            CreatedById = createdBy.Id,
            CreatedByName = createdBy.Name,
            CreatedAt = now,
            ExpiresAt = expiresAt,
        };
        return (token, secret);
    }

    public bool IsUsable(DateTime now) =>
        RevokedAt is null && (ExpiresAt is null || now < ExpiresAt);
}

internal sealed class ApiTokenMap : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> entity)
    {
        entity.ToTable("ApiTokens");
        entity.Property(t => t.Name).HasMaxLength(100);
        entity.Property(t => t.Prefix).HasMaxLength(16);
        entity.Property(t => t.Hash).HasMaxLength(32);
        entity.Property(t => t.Scopes).HasMaxLength(500);
        entity.Property(t => t.CreatedById).HasMaxLength(64);
        entity.Ignore(t => t.OwnScopes);
        entity.HasIndex(t => t.Prefix);
        entity.HasIndex(t => t.OwnerId);
    }
}
