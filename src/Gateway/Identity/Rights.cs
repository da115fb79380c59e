using System.Security.Claims;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>Identity and rights of a person as one text, for comparison.</summary>
internal static class Rights
{
    /// <summary>Everything that goes into a ticket.</summary>
    public static string KeyOf(ClaimsPrincipal principal) =>
        string.Join(
            '\n',
            principal
                .Claims.Where(c =>
                    c.Type
                        is PirClaims.Kind
                            or PirClaims.Subject
                            or PirClaims.Name
                            or PirClaims.Role
                            or PirClaims.Scope
                            or PirClaims.Team
                            or PirClaims.Owner
                            or PirClaims.Session
                )
                .Select(c => c.Type + "=" + c.Value)
        );
}
