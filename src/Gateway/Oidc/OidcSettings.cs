namespace Pir.Gateway.Oidc;

/// <summary>
/// Configuration section <c>Identity:Oidc</c>: the OpenID Connect provider for signing in. None
/// unless <see cref="Authority"/> is set.
/// </summary>
public sealed class OidcSettings
{
    /// <summary>The issuer. Its discovery document is below this address.</summary>
    public string? Authority { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }

    /// <summary>The button's label after "Sign in with".</summary>
    public string DisplayName { get; set; } = "single sign-on";

    /// <summary>Separated by spaces. <c>openid</c> is always requested.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>Claim of the ID token or of userinfo with the person's groups.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>
    /// Whether to treat the provider's e-mail addresses as verified even if it does not say so. For
    /// providers where only an administrator can change addresses.
    /// </summary>
    public bool TrustEmailAddresses { get; set; }

    /// <summary>
    /// Roles and teams of the provider's groups, by group name. If there are any rules, the
    /// provider decides about roles, and about membership in the teams named here.
    /// </summary>
    public IDictionary<string, GroupRule> Groups { get; } =
        new Dictionary<string, GroupRule>(StringComparer.Ordinal);

    /// <summary>
    /// The same as a list, for names with colons, which cannot be configuration keys.
    /// </summary>
    public IList<NamedGroupRule> GroupRules { get; } = [];

    /// <summary>Role of people without a known group. If it is not set, they are refused.</summary>
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

/// <summary>Role and teams of one of the provider's groups.</summary>
public class GroupRule
{
    public Role? Role { get; set; }

    /// <summary>Names of teams, created if they do not exist.</summary>
    public IList<string> Teams { get; } = [];

    internal bool IsEmpty => Role is null && Teams.Count == 0;
}

/// <summary>A group's name with its role and teams.</summary>
public sealed class NamedGroupRule : GroupRule
{
    public string Group { get; set; } = "";
}
