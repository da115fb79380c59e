using System.Security.Claims;
using Microsoft.Extensions.Options;
using Pir.Gateway.Domain;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>The configured token with all rights, kept as a hash.</summary>
internal sealed class BootstrapToken(IOptions<IdentitySettings> settings)
{
    private readonly byte[]? _hash = settings.Value.BootstrapToken is { Length: > 0 } token
        ? Secret.HashOf(token)
        : null;

    public bool IsSet => _hash is not null;

    /// <summary>Compares in constant time.</summary>
    public bool Is(string presented) => _hash is not null && Secret.Matches(presented, _hash);

    public static ClaimsPrincipal Principal() =>
        PirClaims.Create(
            GatewaySchemes.ApiToken,
            "token",
            "bootstrap",
            "Bootstrap token",
            [nameof(Role.Admin).ToLowerInvariant()],
            [Scope.Admin]
        );
}
