using System.Security.Claims;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>Who somebody is and what they may do, as one text to compare.</summary>
internal static class Rights
{
    /// <summary>All that goes into a ticket.</summary>
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
