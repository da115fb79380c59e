using Pir.Gateway.Domain;

namespace Pir.Gateway.Oidc;

/// <summary>Decides by the provider's groups what somebody is here.</summary>
internal static class GroupRules
{
    /// <summary>The highest role and all teams of the known groups; no role means refusal, for whoever has no account.</summary>
    public static GroupDecision Decide(OidcSettings settings, IReadOnlyList<string> groups)
    {
        var rules = groups
            .Where(settings.Groups.ContainsKey)
            .Select(g => settings.Groups[g])
            .ToList();
        var roles = rules.Where(r => r.Role is not null).Select(r => r.Role!.Value).ToList();
        Role? role = roles.Count > 0 ? roles.Max() : settings.DefaultRole;
        var teams = rules
            .SelectMany(r => r.Teams)
            .Select(t => t.Trim())
            .Where(t => t.Length > 0)
            .DistinctBy(t => t.ToUpperInvariant())
            .ToList();
        return new(role, teams, settings.Groups.Count > 0);
    }
}

/// <param name="Role">Null where no group and no default gives one.</param>
/// <param name="Rules">Whether the provider rules over roles; else it only makes accounts, and administrators here change them.</param>
internal sealed record GroupDecision(Role? Role, IReadOnlyList<string> Teams, bool Rules);
