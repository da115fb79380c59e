using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Texts;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.Gateway.Identity;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Http;

namespace Pir.Gateway.Features;

/// <summary>
/// API tokens: personal tokens, which never have more rights than their owner, and service tokens,
/// which administrators create.
/// </summary>
internal static class Tokens
{
    public static void MapTokens(this IEndpointRouteBuilder api)
    {
        var tokens = api.MapGroup("/api/tokens").WithTags("Tokens");
        tokens
            .MapPost("", CreateAsync)
            .May(Permissions.ManageOwnTokens)
            .Audited(AuditActions.TokenCreated)
            .WithName("CreateToken")
            .WithSummary("Create an API token");
        tokens
            .MapGet("", ListAsync)
            .May(Permissions.ManageOwnTokens)
            .WithName("ListTokens")
            .WithSummary("List your API tokens; as an administrator, all of them");
        tokens
            .MapDelete("/{id:guid}", RevokeAsync)
            .May(Permissions.ManageOwnTokens)
            .Audited(AuditActions.TokenRevoked)
            .WithName("RevokeToken")
            .WithSummary("Revoke an API token; takes effect immediately")
            .ProducesProblem(404);
    }

    private static async Task<Results<Created<CreatedToken>, ProblemHttpResult>> CreateAsync(
        CreateTokenRequest request,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        AuditLog audit,
        TimeProvider clock,
        HttpContext http,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (Check(request, now).Problem is { } problem)
        {
            return problem;
        }

        var ownerId = OwnUserId(caller);
        var isAdmin = caller.Has(Scope.Admin);
        var kind = request.Kind ?? (ownerId is null ? TokenKind.Service : TokenKind.Personal);
        if (!isAdmin && (ownerId is null || kind == TokenKind.Service))
        {
            return Problems.Forbidden(Scope.Admin);
        }

        if (kind == TokenKind.Personal && ownerId is null)
        {
            return Problems.Validation(
                "kind",
                "must be service: only a signed-in person can create a personal token"
            );
        }

        IReadOnlyList<string> wanted = request.Role is { } role
            ? RoleScopes.For(role)
            : request.Scopes!;
        if (
            ScopeSet.FirstBeyond(
                [.. caller.FindAll(PirClaims.Scope).Select(c => c.Value)],
                wanted
            ) is
            { } beyond
        )
        {
            return Problems.Forbidden(beyond);
        }

        var owner = kind == TokenKind.Personal ? ownerId : null;
        var (token, secret) = ApiToken.Create(
            request.Name!.Trim(),
            owner,
            request.Role,
            request.Role is null ? wanted : [],
            request.ExpiresAt,
            caller.ToActor(),
            now
        );
        db.Tokens.Add(token);
        audit.Add(AuditActions.TokenCreated, token, detail: string.Join(' ', token.OwnScopes));
        await db.SaveChangesAsync(cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        var created = new CreatedToken(
            token.Id,
            secret.Text,
            token.Name,
            kind,
            token.Role,
            token.OwnScopes,
            token.CreatedAt,
            token.ExpiresAt
        );
        return TypedResults.Created($"/api/tokens/{token.Id}", created);
    }

    private static FieldErrors Check(CreateTokenRequest request, DateTime now)
    {
        var errors = new FieldErrors();
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Trim().Length > 100)
        {
            errors.Check("name", "must have 1 to 100 characters");
        }

        if ((request.Role is null) == (request.Scopes is not { Count: > 0 }))
        {
            errors.Check("scopes", "must name at least one scope, unless role is given");
        }
        else if (request.Scopes?.FirstOrDefault(s => !Scope.All.Contains(s)) is { } unknown)
        {
            errors.Check(
                "scopes",
                $"must be among {string.Join(", ", Scope.All)}; {unknown.CutTo(40)} is not"
            );
        }

        if (request.ExpiresAt <= now)
        {
            errors.Check("expiresAt", "must be in the future");
        }

        return errors;
    }

    private static async Task<Results<Ok<Paged<TokenResponse>>, ProblemHttpResult>> ListAsync(
        int? limit,
        string? after,
        bool? total,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        CancellationToken cancellationToken
    )
    {
        if (Paging.TryRead(limit, after, out var paging) is { } refusal)
        {
            return refusal;
        }

        var all = Visible(db, caller).AsNoTracking().Where(t => t.RevokedAt == null);
        var query = all;
        if (paging.After is var (time, last))
        {
            query = query.Where(t =>
                t.CreatedAt < time || (t.CreatedAt == time && t.Id.CompareTo(last) < 0)
            );
        }

        var tokens = await query
            .OrderByDescending(t => t.CreatedAt)
            .ThenByDescending(t => t.Id)
            .Take(paging.Take)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(
            await paging
                .Cut(tokens, ToResponse, t => new Cursor(t.CreatedAt, t.Id))
                .WithTotalAsync(total, all, cancellationToken)
        );
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id,
        ClaimsPrincipal caller,
        GatewayDbContext db,
        AuditLog audit,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var token = await Visible(db, caller)
            .SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (token is null)
        {
            return Problems.NotFound("token " + id);
        }

        if (token.RevokedAt is null)
        {
            token.RevokedAt = clock.GetUtcNow().UtcDateTime;
            audit.Add(AuditActions.TokenRevoked, token);
            await db.SaveChangesAsync(cancellationToken);
        }

        return TypedResults.NoContent();
    }

    /// <summary>
    /// All tokens for an administrator, their own for a person, itself for a token.
    /// </summary>
    private static IQueryable<ApiToken> Visible(GatewayDbContext db, ClaimsPrincipal caller)
    {
        if (caller.Has(Scope.Admin))
        {
            return db.Tokens;
        }

        var id = Guid.TryParse(caller.FindFirstValue(PirClaims.Subject), out var parsed)
            ? parsed
            : Guid.Empty;
        return db.Tokens.Where(t => t.OwnerId == id || t.Id == id);
    }

    private static Guid? OwnUserId(ClaimsPrincipal caller) =>
        caller.FindFirstValue(PirClaims.Kind) == "user"
        && Guid.TryParse(caller.FindFirstValue(PirClaims.Subject), out var id)
            ? id
            : null;

    private static TokenResponse ToResponse(ApiToken token) =>
        new(
            token.Id,
            token.Name,
            token.Prefix,
            token.OwnerId is null ? TokenKind.Service : TokenKind.Personal,
            token.Role,
            token.OwnScopes,
            token.OwnerId,
            new(token.CreatedById, token.CreatedByName),
            token.CreatedAt,
            token.ExpiresAt,
            token.LastUsedAt,
            token.RevokedAt
        );
}
