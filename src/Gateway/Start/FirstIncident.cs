using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Start;

/// <summary>The command a newcomer pastes to open a first incident.</summary>
internal static class FirstIncident
{
    /// <summary>The only scope that the command needs.</summary>
    public static readonly IReadOnlyList<string> Scopes = [Scope.IncidentsWrite];

    /// <summary>
    /// Lifetime of its token, which is visible on the screen and soon in a shell's history.
    /// </summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(24);

    /// <param name="token">A token, or a shell variable with a token.</param>
    public static string Curl(string address, string token) =>
        $$"""
            curl -X POST {{address}}/api/incidents \
              -H "Authorization: Bearer {{token}}" -H "Content-Type: application/json" \
              -d '{"title": "Checkout is slow", "severity": "sev2", "service": "checkout"}'
            """;
}
