using Microsoft.EntityFrameworkCore;
using Pir.Platform.Persistence;

namespace Pir.Gateway.Data;

/// <summary>
/// Accounts, teams, sessions, tokens and the audit log. ASP.NET Core Identity's store works on it
/// directly: it asks for a set of users, nothing more.
/// </summary>
public sealed class GatewayDbContext(
    DbContextOptions<GatewayDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<User> Users => Set<User>();
    public DbSet<ApiToken> Tokens => Set<ApiToken>();
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();
    public DbSet<SetupLink> SetupLinks => Set<SetupLink>();

    public DbSet<Team> Teams => Set<Team>();
    public DbSet<TeamMember> TeamMembers => Set<TeamMember>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<ExternalLogin> ExternalLogins => Set<ExternalLogin>();
    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<UsedChallenge> UsedChallenges => Set<UsedChallenge>();
    public DbSet<SavedView> SavedViews => Set<SavedView>();

    protected override string ServiceName => GatewayModule.ServiceName;
}
