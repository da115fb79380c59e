using System.Security.Claims;
using Pir.Contracts.Events;

namespace Pir.ServiceDefaults.Auth;

/// <summary>The claims every principal in the product carries, whichever way it came in.</summary>
public static class PirClaims
{
    public const string Subject = "sub";
    public const string Name = "name";

    /// <summary><c>user</c>, <c>token</c> or <c>system</c>.</summary>
    public const string Kind = "kind";
    public const string Role = "role";
    public const string Scope = "scope";

    /// <summary>Builds a principal in the product's one shape.</summary>
    public static ClaimsPrincipal Create(
        string authenticationType,
        string kind,
        string id,
        string name,
        IEnumerable<string> roles,
        IEnumerable<string> scopes
    )
    {
        var identity = new ClaimsIdentity(authenticationType, Name, Role);
        identity.AddClaim(new(Subject, id));
        identity.AddClaim(new(Name, name));
        identity.AddClaim(new(Kind, kind));
        identity.AddClaims(roles.Select(r => new Claim(Role, r)));
        identity.AddClaims(scopes.Select(s => new Claim(Scope, s)));
        return new(identity);
    }

    /// <summary>Whether the principal holds the scope, or the one that implies all.</summary>
    public static bool Has(this ClaimsPrincipal principal, string scope) =>
        principal.HasClaim(Scope, scope) || principal.HasClaim(Scope, Auth.Scope.Admin);

    /// <summary>Who this is, as events name them.</summary>
    public static Actor ToActor(this ClaimsPrincipal principal) =>
        new(
            principal.FindFirstValue(Kind) ?? "system",
            principal.FindFirstValue(Subject) ?? "anonymous",
            principal.FindFirstValue(Name) ?? "Anonymous"
        );
}
