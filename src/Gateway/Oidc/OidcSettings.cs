using Pir.Gateway.Domain;

namespace Pir.Gateway.Oidc;

/// <summary>Configuration section <c>Identity:Oidc</c>: the OpenID Connect provider people may sign in with. None unless <see cref="Authority"/> is set.</summary>
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

    /// <summary>Claim of the ID token or of userinfo with the names of the person's groups.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>What the provider's groups mean here, by group name. Where there are any, the provider rules over roles, and over the teams named here.</summary>
    public IDictionary<string, GroupRule> Groups { get; } =
        new Dictionary<string, GroupRule>(StringComparer.Ordinal);

    /// <summary>Role of people none of whose groups is known; refused where it is not set.</summary>
    public Role? DefaultRole { get; set; }

    public bool IsSet => !string.IsNullOrWhiteSpace(Authority);

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
            : null;
    }
}

/// <summary>What one group of the provider means.</summary>
public sealed class GroupRule
{
    public Role? Role { get; set; }

    /// <summary>Names of teams; made where they do not exist.</summary>
    public IList<string> Teams { get; } = [];
}
