namespace Pir.Contracts.Api;

/// <summary>Kind of a token.</summary>
public enum TokenKind
{
    /// <summary>Belongs to a person and stops working with their account.</summary>
    Personal,

    /// <summary>Belongs to a script or a service. Only administrators create these.</summary>
    Service,
}

/// <param name="Name">The name, 1 to 100 characters.</param>
/// <param name="Scopes">What it may do; either this or <paramref name="Role"/>.</param>
/// <param name="Role">A role whose scopes the token gets.</param>
/// <param name="Kind">
/// A person's token is personal unless an administrator says otherwise; a token can only make
/// service tokens.
/// </param>
/// <param name="ExpiresAt">When it stops working (UTC); never, where missing.</param>
public sealed record CreateTokenRequest(
    string? Name,
    IReadOnlyList<string>? Scopes = null,
    Role? Role = null,
    TokenKind? Kind = null,
    DateTime? ExpiresAt = null
);

/// <summary>An API token, without its secret.</summary>
/// <param name="Prefix">The first characters of the token, to recognise it.</param>
/// <param name="OwnerId">The person a personal token belongs to.</param>
/// <param name="LastUsedAt">Accurate to the minute.</param>
public sealed record TokenResponse(
    Guid Id,
    string Name,
    string Prefix,
    TokenKind Kind,
    Role? Role,
    IReadOnlyList<string> Scopes,
    Guid? OwnerId,
    TokenCreator CreatedBy,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? LastUsedAt,
    DateTime? RevokedAt
);

/// <summary>Who created a token.</summary>
public sealed record TokenCreator(string Id, string Name);

/// <summary>A token that was just created.</summary>
/// <param name="Token">The token itself; it is never shown again.</param>
public sealed record CreatedToken(
    Guid Id,
    string Token,
    string Name,
    TokenKind Kind,
    Role? Role,
    IReadOnlyList<string> Scopes,
    DateTime CreatedAt,
    DateTime? ExpiresAt
);
