using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;
using Pir.Platform.Time;

namespace Pir.Gateway.Data;

/// <summary>
/// Accounts, teams, sessions, tokens, the audit log and the incidents of the sample data. ASP.NET
/// Core Identity's store uses this context directly, because it needs only a set of users.
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
    public DbSet<LoadedIncident> LoadedIncidents => Set<LoadedIncident>();

    protected override string ServiceName => GatewayModule.ServiceName;

    /// <summary>The log is stored here, so the gateway's own entries need no event.</summary>
    public override void RaiseAside(IEvent fact, Guid subject, Actor actor)
    {
        if (fact is AuditEntryRecorded recorded)
        {
            var now = Services.Clock.UtcNow();
            Audit.Add(AuditEntry.Of(recorded, actor, now, Guid.CreateVersion7()));
        }
        else
        {
            base.RaiseAside(fact, subject, actor);
        }
    }
}
