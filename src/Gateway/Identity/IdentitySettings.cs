using Pir.Gateway.Oidc;

namespace Pir.Gateway.Identity;

/// <summary>Configuration section <c>Identity</c>.</summary>
public sealed class IdentitySettings
{
    public const int BootstrapTokenMinimumLength = 16;

    /// <summary>
    /// A token with all rights, for automation that runs before anybody has an account. None by
    /// default.
    /// </summary>
    public string? BootstrapToken { get; set; }

    /// <summary>How long a session lasts after its last use.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How long a browser stays signed in if the person chose to stay signed in.</summary>
    public TimeSpan KeptSessionLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long what was read about a session is used; a change of its account made by another
    /// process reaches it that late.
    /// </summary>
    public TimeSpan SessionCheckInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Single sign-on.</summary>
    public OidcSettings Oidc { get; } = new();

    /// <summary>What is wrong with the bootstrap token, or null.</summary>
    internal string? BootstrapTokenError() =>
        BootstrapToken is { Length: > 0 and < BootstrapTokenMinimumLength }
            ? $"Identity:BootstrapToken must have at least {BootstrapTokenMinimumLength} "
                + "characters, because whoever guesses it controls the product. "
                + "`openssl rand -hex 24` makes a good token."
            : null;
}
