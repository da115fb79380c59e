namespace Pir.Web.Accounts;

/// <summary>The viewer, as known to the gateway.</summary>
public sealed record Me(
    string Kind,
    string Id,
    string Name,
    string? Role,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Teams,
    string? Email,
    string? SignsInWith,
    string? Provider
);

/// <summary>A session of the viewer.</summary>
public sealed record SignInSession(
    Guid Id,
    string Device,
    string? Address,
    string? SignedInWith,
    DateTime CreatedAt,
    DateTime LastSeenAt,
    DateTime? KeptUntil,
    bool IsCurrent
);

/// <summary>A passkey of the viewer.</summary>
public sealed record Passkey(Guid Id, string Name, DateTime CreatedAt, DateTime? LastUsedAt);

/// <param name="Options">
/// The options that a browser needs to create a passkey; null if it cannot.
/// </param>
public sealed record PasskeyOptions(string? Options);

/// <param name="Kind">personal or service.</param>
public sealed record ApiToken(
    Guid Id,
    string Name,
    string Prefix,
    string Kind,
    string? Role,
    IReadOnlyList<string> Scopes,
    Guid? OwnerId,
    TokenCreator CreatedBy,
    DateTime CreatedAt,
    DateTime? ExpiresAt,
    DateTime? LastUsedAt
);

public sealed record TokenCreator(string Id, string Name);

/// <param name="Token">The secret. No later response contains it.</param>
public sealed record NewToken(
    Guid Id,
    string Token,
    string Name,
    string Kind,
    IReadOnlyList<string> Scopes,
    DateTime? ExpiresAt
);

/// <summary>The viewer's own account: name, ways to sign in, sessions and tokens.</summary>
public sealed class AccountClient(ApiAccess access) : ApiClient(access, "gateway")
{
    public Task<Me> MeAsync(CancellationToken ct) => GetAsync<Me>("/api/me", ct);

    public Task RenameMeAsync(string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, "/api/me", new { name }, ct);

    public Task ChangePasswordAsync(string current, string wanted, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/me/password", new { current, @new = wanted }, ct);

    public Task<Paged<SignInSession>> MySessionsAsync(CancellationToken ct) =>
        GetAsync<Paged<SignInSession>>("/api/me/sessions", ct);

    public Task EndMySessionAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/me/sessions/{id}", null, ct);

    public Task EndMySessionsAsync(CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, "/api/me/sessions", null, ct);

    public Task<Paged<Passkey>> MyPasskeysAsync(CancellationToken ct) =>
        GetAsync<Paged<Passkey>>("/api/me/passkeys", ct);

    public Task<PasskeyOptions> BeginPasskeyAsync(CancellationToken ct) =>
        PostAsync<PasskeyOptions>("/api/me/passkeys/options", null, ct);

    public Task AddPasskeyAsync(string name, string credential, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/me/passkeys", new { name, credential }, ct);

    public Task RenamePasskeyAsync(Guid id, string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/api/me/passkeys/{id}", new { name }, ct);

    public Task RemovePasskeyAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/me/passkeys/{id}", null, ct);

    public Task<Paged<ApiToken>> TokensAsync(CancellationToken ct) =>
        GetAsync<Paged<ApiToken>>("/api/tokens?limit=200", ct);

    public Task<NewToken> AddTokenAsync(object token, CancellationToken ct) =>
        PostAsync<NewToken>("/api/tokens", token, ct);

    public Task RevokeTokenAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/tokens/{id}", null, ct);
}
