using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// A passkey challenge that was answered. Each challenge is valid for one answer across all
/// replicas. Kept until the challenge would have expired.
/// </summary>
public sealed class UsedChallenge
{
    public Guid Id { get; init; }
    public DateTime Until { get; init; }
}

internal sealed class UsedChallengeMap : IEntityTypeConfiguration<UsedChallenge>
{
    public void Configure(EntityTypeBuilder<UsedChallenge> entity)
    {
        entity.ToTable("UsedChallenges");
        entity.Property(c => c.Id).ValueGeneratedNever();
        entity.HasIndex(c => c.Until);
    }
}
