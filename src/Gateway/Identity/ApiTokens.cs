using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>
/// Turns a presented token into a principal. Reads the database at each request, so that a revoked
/// token stops working immediately on every replica.
/// </summary>
internal sealed class ApiTokens(
    GatewayDbContext db,
    TokenQuery query,
    WriteGate gate,
    TokenUse use,
    TimeProvider clock
)
{
    /// <summary>
    /// The token's principal; null if the token is unknown, expired or revoked, or its owner's
    /// account is disabled.
    /// </summary>
    public async Task<ClaimsPrincipal?> AuthenticateAsync(
        string presented,
        CancellationToken cancellationToken
    )
    {
        if (!presented.StartsWith(ApiToken.Mark, StringComparison.Ordinal))
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        if (await FindAsync(presented, cancellationToken) is not { } found || !found.IsUsable(now))
        {
            return null;
        }

        await NoteUseAsync(found.Token, now, cancellationToken);
        return ToPrincipal(found, await TeamsAsync(found.Owner, cancellationToken));
    }

    private async Task<List<string>> TeamsAsync(User? owner, CancellationToken cancellationToken)
    {
        var teams = new List<string>();
        if (owner is not null)
        {
            await foreach (
                var team in query.Teams(db, owner.Id).WithCancellation(cancellationToken)
            )
            {
                teams.Add(team);
            }
        }

        return teams;
    }

    private async Task<TokenWithOwner?> FindAsync(
        string presented,
        CancellationToken cancellationToken
    )
    {
        await foreach (
            var found in query
                .Run(db, Secret.PrefixOf(presented))
                .WithCancellation(cancellationToken)
        )
        {
            if (Secret.Matches(presented, found.Token.Hash))
            {
                return found;
            }
        }

        return null;
    }

    private async Task NoteUseAsync(
        ApiToken token,
        DateTime now,
        CancellationToken cancellationToken
    )
    {
        if (!use.IsWorthWriting(token, now))
        {
            return;
        }

        using var turn = await gate.EnterAsync(db, cancellationToken);
        await db
            .Tokens.Where(t => t.Id == token.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(t => t.LastUsedAt, now), cancellationToken);
    }

    private static ClaimsPrincipal ToPrincipal(TokenWithOwner found, List<string> teams)
    {
        var (token, owner) = found;
        var scopes = owner is null
            ? token.OwnScopes
            : ScopeSet.Intersect(token.OwnScopes, RoleScopes.For(owner.Role));
        var name = owner is null ? token.Name : $"{owner.Name} ({token.Name})";
        return PirClaims.Create(
            GatewaySchemes.ApiToken,
            "token",
            token.Id.ToString(),
            name,
            [],
            scopes,
            teams,
            owner?.Id.ToString(),
            ownerName: owner?.Name
        );
    }
}

/// <summary>A token and its owner.</summary>
internal sealed record TokenWithOwner(ApiToken Token, User? Owner)
{
    public bool IsUsable(DateTime now) =>
        Token.IsUsable(now) && (Token.OwnerId is null || Owner?.Status == UserStatus.Active);
}

/// <summary>
/// The queries of every request with a token, compiled once per host because a compiled query
/// belongs to one model.
/// </summary>
internal sealed class TokenQuery
{
    public Func<GatewayDbContext, string, IAsyncEnumerable<TokenWithOwner>> Run { get; } =
        EF.CompileAsyncQuery(
            (GatewayDbContext db, string prefix) =>
                from token in db.Tokens.AsNoTracking()
                where token.Prefix == prefix
                join user in db.Users.AsNoTracking()
                    on token.OwnerId equals (Guid?)user.Id
                    into owners
                from owner in owners.DefaultIfEmpty()
                select new TokenWithOwner(token, owner)
        );

    /// <summary>Names of a person's teams.</summary>
    public Func<GatewayDbContext, Guid, IAsyncEnumerable<string>> Teams { get; } =
        EF.CompileAsyncQuery(
            (GatewayDbContext db, Guid userId) =>
                from member in db.TeamMembers
                where member.UserId == userId
                join team in db.Teams on member.TeamId equals team.Id
                orderby team.Name
                select team.Name
        );
}

/// <summary>Limits recording a token's last use to one write per minute in this process.</summary>
internal sealed class TokenUse
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, DateTime> _written = new();

    public bool IsWorthWriting(ApiToken token, DateTime now)
    {
        if (now - token.LastUsedAt < Precision)
        {
            return false;
        }

        // Requests that arrive during the write find the new time here and skip it.
        var seen = _written.GetOrAdd(token.Id, DateTime.MinValue);
        return now - seen >= Precision && _written.TryUpdate(token.Id, now, seen);
    }
}
