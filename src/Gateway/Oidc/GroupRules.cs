namespace Pir.Gateway.Oidc;

/// <summary>Derives role and teams from the provider's groups.</summary>
internal static class GroupRules
{
    /// <summary>The highest role and all teams of the known groups.</summary>
    public static GroupDecision Decide(OidcSettings settings, IReadOnlyList<string> groups)
    {
        var rules = groups.SelectMany(settings.RulesFor).ToList();
        var roles = rules.Where(r => r.Role is not null).Select(r => r.Role!.Value).ToList();
        Role? role = roles.Count > 0 ? roles.Max() : settings.DefaultRole;
        var teams = rules
            .SelectMany(r => r.Teams)
            .Select(t => t.Trim())
            .Where(t => t.Length > 0)
            .DistinctBy(t => t.ToUpperInvariant())
            .ToList();
        return new(role, teams, settings.HasRules);
    }

    /// <summary>The decision if the provider left the groups out: nothing changes.</summary>
    public static GroupDecision WithoutGroups(OidcSettings settings) =>
        new(settings.DefaultRole, [], Rules: false);
}

/// <param name="Role">Null if neither a group nor the default gives one.</param>
/// <param name="Rules">
/// Whether the provider decides about roles. Otherwise, it only creates accounts, and
/// administrators change them here.
/// </param>
internal sealed record GroupDecision(Role? Role, IReadOnlyList<string> Teams, bool Rules);
