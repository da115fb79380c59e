using System.Security.Claims;
using Microsoft.AspNetCore.Http;
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

    /// <summary>
    /// Name of a team the person belongs to, one claim per team, spelled as the team is. Personal
    /// tokens carry their owner's.
    /// </summary>
    public const string Team = "team";

    /// <summary>
    /// Id of the person a personal token belongs to; service tokens and people themselves have
    /// none.
    /// </summary>
    public const string Owner = "owner";

    /// <summary>Name of that person; the token's own name says more.</summary>
    public const string OwnerName = "owner-name";

    /// <summary>Id of the session a person signed in with.</summary>
    public const string Session = "session";

    /// <summary>
    /// Network address of the caller, in the tickets that the gateway makes for a request.
    /// </summary>
    public const string Address = "address";

    /// <summary>
    /// Marks what the product itself does in an invented person's name; the audit log is of real
    /// ones.
    /// </summary>
    public const string Invented = "invented";

    /// <summary>Builds a principal in the product's one shape.</summary>
    public static ClaimsPrincipal Create(
        string authenticationType,
        string kind,
        string id,
        string name,
        IEnumerable<string> roles,
        IEnumerable<string> scopes,
        IEnumerable<string>? teams = null,
        string? owner = null,
        string? session = null,
        string? ownerName = null
    )
    {
        var identity = new ClaimsIdentity(authenticationType, Name, Role);
        identity.AddClaim(new(Subject, id));
        identity.AddClaim(new(Name, name));
        identity.AddClaim(new(Kind, kind));
        identity.AddClaims(roles.Select(r => new Claim(Role, r)));
        identity.AddClaims(scopes.Select(s => new Claim(Scope, s)));
        identity.AddClaims((teams ?? []).Select(t => new Claim(Team, t)));
        if (owner is not null)
        {
            identity.AddClaim(new(Owner, owner));
        }

        if (ownerName is not null)
        {
            identity.AddClaim(new(OwnerName, ownerName));
        }

        if (session is not null)
        {
            identity.AddClaim(new(Session, session));
        }

        return new(identity);
    }

    /// <summary>Whether the principal holds the scope, or the one that implies all.</summary>
    public static bool Has(this ClaimsPrincipal principal, string scope) =>
        principal.HasClaim(Scope, scope) || principal.HasClaim(Scope, Auth.Scope.Admin);

    /// <summary>
    /// The id of the person this is or acts for: signed in, or through a personal token. Null for
    /// services and the product itself.
    /// </summary>
    public static string? PersonId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Kind) == "user"
            ? principal.FindFirstValue(Subject)
            : principal.FindFirstValue(Owner);

    /// <summary>The name of that person, without the token's.</summary>
    public static string? PersonName(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(OwnerName) ?? principal.FindFirstValue(Name);

    /// <summary>The names of the person's teams.</summary>
    public static IReadOnlyList<string> Teams(this ClaimsPrincipal principal) =>
        [.. principal.FindAll(Team).Select(c => c.Value)];

    /// <summary>
    /// Network address of the caller: as the gateway tells, or of the connection where this process
    /// is the gateway.
    /// </summary>
    public static string? CallerAddress(this HttpContext http) =>
        http.User.FindFirstValue(Address)
        ?? (
            http.User.Identity?.AuthenticationType == Tickets.Scheme
                ? null
                : http.Connection.RemoteIpAddress?.ToString()
        );

    /// <summary>Who this is, as events name them.</summary>
    public static Actor ToActor(this ClaimsPrincipal principal) =>
        new(
            principal.FindFirstValue(Kind) ?? "system",
            principal.FindFirstValue(Subject) ?? "anonymous",
            principal.FindFirstValue(Name) ?? "Anonymous"
        );
}
