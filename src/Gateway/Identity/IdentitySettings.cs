using Pir.Gateway.Oidc;

namespace Pir.Gateway.Identity;

/// <summary>Configuration section <c>Identity</c>.</summary>
public sealed class IdentitySettings
{
    public const int BootstrapTokenMinimumLength = 16;

    /// <summary>A token with every right, for automation that runs before anybody has an account. None unless set.</summary>
    public string? BootstrapToken { get; set; }

    /// <summary>How long a session lasts after its last use.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After how long a session looks whether its account still stands as it did.</summary>
    public TimeSpan SessionCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Single sign-on.</summary>
    public OidcSettings Oidc { get; } = new();

    /// <summary>What is wrong with the bootstrap token, or null.</summary>
    internal string? BootstrapTokenError() =>
        BootstrapToken is { Length: > 0 and < BootstrapTokenMinimumLength }
            ? $"Identity:BootstrapToken must have at least {BootstrapTokenMinimumLength} characters: whoever guesses it owns everything. `openssl rand -hex 24` makes a good one."
            : null;
}
