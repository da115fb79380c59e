using Pir.Gateway.Domain;

namespace Pir.Gateway.Oidc;

/// <summary>
/// Configuration section <c>Identity:Oidc</c>: the OpenID Connect provider people may sign in with.
/// None unless <see cref="Authority"/> is set.
/// </summary>
public sealed class OidcSettings
{
    /// <summary>The issuer; its discovery document is below it.</summary>
    public string? Authority { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }

    /// <summary>What the button says after "Sign in with".</summary>
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>Separated by spaces; <c>openid</c> is asked for in any case.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Claim of the ID token or of userinfo with the person's groups.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>
    /// Whether the provider's e-mail addresses are taken as verified even where it does not say so.
    /// For providers whose addresses only an administrator can change.
    /// </summary>
    public bool TrustEmailAddresses { get; set; }

    /// <summary>
    /// What the provider's groups mean here, by group name. Where there are any rules, the provider
    /// decides about roles, and about membership in the teams named here.
    /// </summary>
    public IDictionary<string, GroupRule> Groups { get; } =
        new Dictionary<string, GroupRule>(StringComparer.Ordinal);

    /// <summary>
    /// The same as a list, for names that cannot be keys of the configuration: those with colons.
    /// </summary>
    public IList<NamedGroupRule> GroupRules { get; } = [];

    /// <summary>
    /// Role of people none of whose groups is known; refused where it is not set.
    /// </summary>
    public Role? DefaultRole { get; set; }

    public bool IsSet => !string.IsNullOrWhiteSpace(Authority);

    internal bool HasRules => Groups.Count + GroupRules.Count > 0;

    /// <summary>The rules for a group.</summary>
    internal IEnumerable<GroupRule> RulesFor(string group)
    {
        var named = GroupRules.Where(r => string.Equals(r.Group, group, StringComparison.Ordinal));
        return Groups.TryGetValue(group, out var rule) ? named.Prepend(rule) : named;
    }

    /// <summary>What is wrong with the settings, or null.</summary>
    internal string? Error()
    {
        if (!IsSet)
        {
            return null;
        }

        if (
            !Uri.TryCreate(Authority, UriKind.Absolute, out var authority)
            || (authority.Scheme != "https" && !authority.IsLoopback)
        )
        {
            return "Identity:Oidc:Authority must be the https:// address of the provider.";
        }

        return string.IsNullOrWhiteSpace(ClientId) || string.IsNullOrWhiteSpace(ClientSecret)
            ? "Identity:Oidc needs ClientId and ClientSecret, as the provider gave them."
            : RuleError();
    }

    private string? RuleError()
    {
        if (GroupRules.Any(r => string.IsNullOrWhiteSpace(r.Group)))
        {
            return "Each entry of Identity:Oidc:GroupRules needs a Group.";
        }

        var empty = Groups.FirstOrDefault(g => g.Value.IsEmpty).Key;
        return empty is null
            ? null
            : $"Identity:Oidc:Groups:{empty} gives neither a Role nor Teams. A group "
                + "whose name has "
                + "colons goes into the list: Identity:Oidc:GroupRules:0:Group, :Role, :Teams:0.";
    }
}

/// <summary>What one group of the provider means.</summary>
public class GroupRule
{
    public Role? Role { get; set; }

    /// <summary>Names of teams; created where they do not exist.</summary>
    public IList<string> Teams { get; } = [];

    internal bool IsEmpty => Role is null && Teams.Count == 0;
}

/// <summary>A group by its name, and what it means.</summary>
public sealed class NamedGroupRule : GroupRule
{
    public string Group { get; set; } = "";
}
