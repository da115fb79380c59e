using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Pir.Gateway.Data;

/// <summary>
/// A team. Incidents refer to their team by its name.
/// </summary>
public sealed class Team
{
    public const int MaximumNameLength = 100;

    public Guid Id { get; set; }
    public string Name { get; set; } = "";

    /// <summary>The name in upper case. Names that differ only in case are not allowed.</summary>
    public string NormalizedName { get; set; } = "";
    public DateTime CreatedAt { get; set; }

    public static Team Create(string name, DateTime now)
    {
        var team = new Team { Id = Guid.CreateVersion7(), CreatedAt = now };
        team.Rename(name);
        return team;
    }

    public void Rename(string name)
    {
        Name = name.Trim();
        NormalizedName = Normalize(name);
    }

    public static string Normalize(string name) => name.Trim().ToUpperInvariant();
}

/// <summary>A person's membership of a team.</summary>
public sealed class TeamMember
{
    public Guid TeamId { get; set; }
    public Guid UserId { get; set; }

    /// <summary>
    /// Whether single sign-on added the person, and removes them when their groups change.
    /// </summary>
    public bool IsFromProvider { get; set; }
}

internal sealed class TeamMap : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> entity)
    {
        entity.ToTable("Teams");
        entity.Property(t => t.Name).HasMaxLength(Team.MaximumNameLength);
        entity.Property(t => t.NormalizedName).HasMaxLength(Team.MaximumNameLength);
        entity.HasIndex(t => t.NormalizedName).IsUnique();
    }
}

internal sealed class TeamMemberMap : IEntityTypeConfiguration<TeamMember>
{
    public void Configure(EntityTypeBuilder<TeamMember> entity)
    {
        entity.ToTable("TeamMembers");
        entity.HasKey(m => new { m.TeamId, m.UserId });
        entity.HasIndex(m => m.UserId);
        entity
            .HasOne<Team>()
            .WithMany()
            .HasForeignKey(m => m.TeamId)
            .OnDelete(DeleteBehavior.Cascade);
        entity
            .HasOne<User>()
            .WithMany()
            .HasForeignKey(m => m.UserId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
