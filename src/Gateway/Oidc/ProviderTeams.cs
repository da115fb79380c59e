using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Updates the memberships that come from the provider's groups. Memberships assigned here stay as
/// they are.
/// </summary>
internal sealed class ProviderTeams(GatewayDbContext db, TimeProvider clock)
{
    /// <summary>
    /// Sets the teams that a person has through the provider, with the next save. Missing teams are
    /// created.
    /// </summary>
    public async Task SetAsync(Guid userId, IReadOnlyList<string> names, CancellationToken ct)
    {
        var wanted = names.ToDictionary(Team.Normalize, n => n, StringComparer.Ordinal);
        var keys = wanted.Keys.ToList();
        var teams = await db.Teams.Where(t => keys.Contains(t.NormalizedName)).ToListAsync(ct);
        foreach (var key in keys.Except(teams.Select(t => t.NormalizedName)).ToList())
        {
            var made = Team.Create(wanted[key], clock.GetUtcNow().UtcDateTime);
            db.Teams.Add(made);
            teams.Add(made);
        }

        var present = await db.TeamMembers.Where(m => m.UserId == userId).ToListAsync(ct);
        db.TeamMembers.RemoveRange(
            present.Where(m => m.IsFromProvider && teams.TrueForAll(t => t.Id != m.TeamId))
        );
        db.TeamMembers.AddRange(
            teams
                .Where(t => present.TrueForAll(m => m.TeamId != t.Id))
                .Select(t => new TeamMember
                {
                    TeamId = t.Id,
                    UserId = userId,
                    IsFromProvider = true,
                })
        );
    }
}
