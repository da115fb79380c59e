using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Pir.Contracts.Events;

namespace Pir.ServiceDefaults.Auth;

/// <summary>The claims of every principal, however it signed in.</summary>
public static class PirClaims
{
    public const string Subject = "sub";
    public const string Name = "name";

    /// <summary><c>user</c>, <c>token</c> or <c>system</c>.</summary>
    public const string Kind = "kind";
    public const string Role = "role";
    public const string Scope = "scope";

    /// <summary>
    /// Name of a team the person belongs to, one claim per team, with the team's exact spelling.
    /// Personal tokens have their owner's teams.
    /// </summary>
    public const string Team = "team";

    /// <summary>
    /// Id of the owner of a personal token. Service tokens and people have no such claim.
    /// </summary>
    public const string Owner = "owner";

    /// <summary>Name of that owner. The token itself has its own name.</summary>
    public const string OwnerName = "owner-name";

    /// <summary>Id of the session a person signed in with.</summary>
    public const string Session = "session";

    /// <summary>Network address of the caller, in tickets issued by the gateway.</summary>
    public const string Address = "address";

    /// <summary>
    /// Name of the person on whose behalf the caller acts. Set for one request only; tickets do not
    /// carry it.
    /// </summary>
    public const string Author = "author";

    /// <summary>Builds a principal with the product's claims.</summary>
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

    /// <summary>
    /// Whether the principal has the scope, or the scope that implies all others.
    /// </summary>
    public static bool Has(this ClaimsPrincipal principal, string scope) =>
        principal.HasClaim(Scope, scope) || principal.HasClaim(Scope, Auth.Scope.Admin);

    /// <summary>
    /// Id of the person who is signed in or owns the personal token, to decide what the request may
    /// see and do. Null for services and the product itself. Who acts may be somebody else: see
    /// <see cref="ToActor"/>.
    /// </summary>
    public static string? PersonId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Kind) == "user"
            ? principal.FindFirstValue(Subject)
            : principal.FindFirstValue(Owner);

    /// <summary>Name of that person, without the token's name.</summary>
    public static string? PersonName(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(OwnerName) ?? principal.FindFirstValue(Name);

    /// <summary>Names of the person's teams.</summary>
    public static IReadOnlyList<string> Teams(this ClaimsPrincipal principal) =>
        [.. principal.FindAll(Team).Select(c => c.Value)];

    /// <summary>
    /// Network address of the caller: from the gateway's ticket, or from the connection if this
    /// process is the gateway.
    /// </summary>
    public static string? CallerAddress(this HttpContext http) =>
        http.User.FindFirstValue(Address)
        ?? (
            http.User.Identity?.AuthenticationType == Tickets.Scheme
                ? null
                : http.Connection.RemoteIpAddress?.ToString()
        );

    /// <summary>Whether the caller acts on behalf of somebody.</summary>
    public static bool IsOnBehalf(this ClaimsPrincipal principal) =>
        principal.HasClaim(c => c.Type == Author);

    /// <summary>The same caller, acting on behalf of somebody.</summary>
    internal static ClaimsPrincipal OnBehalfOf(this ClaimsPrincipal principal, string name)
    {
        var acting = principal.Clone();
        acting.AddIdentity(new([new(Author, name)]));
        return acting;
    }

    /// <summary>The actor, as named in events: the caller, or on whose behalf they act.</summary>
    public static Actor ToActor(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(Author) is { } name
            ? new("user", "name:" + name, name)
            : principal.ToCaller();

    /// <summary>The caller, even if acting on behalf of somebody else.</summary>
    public static Actor ToCaller(this ClaimsPrincipal principal) =>
        new(
            principal.FindFirstValue(Kind) ?? "system",
            principal.FindFirstValue(Subject) ?? "anonymous",
            principal.FindFirstValue(Name) ?? "Anonymous"
        );
}
