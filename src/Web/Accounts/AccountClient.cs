namespace Pir.Web.Accounts;

/// <summary>The viewer's own account: name, ways to sign in, sessions and tokens.</summary>
public sealed class AccountClient(ApiAccess access) : ApiClient(access, "gateway")
{
    public Task<Me> MeAsync(CancellationToken ct) => GetAsync<Me>("/api/me", ct);

    public Task RenameMeAsync(string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, "/api/me", new ChangeMeRequest(name), ct);

    public Task ChangePasswordAsync(string current, string wanted, CancellationToken ct) =>
        SendAsync(
            HttpMethod.Post,
            "/api/me/password",
            new ChangePasswordRequest(current, wanted),
            ct
        );

    public Task<ItemList<SignInSession>> MySessionsAsync(CancellationToken ct) =>
        GetAsync<ItemList<SignInSession>>("/api/me/sessions", ct);

    public Task EndMySessionAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/me/sessions/{id}", null, ct);

    public Task EndMySessionsAsync(CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, "/api/me/sessions", null, ct);

    public Task<ItemList<Passkey>> MyPasskeysAsync(CancellationToken ct) =>
        GetAsync<ItemList<Passkey>>("/api/me/passkeys", ct);

    public Task<PasskeyOptions> BeginPasskeyAsync(CancellationToken ct) =>
        PostAsync<PasskeyOptions>("/api/me/passkeys/options", null, ct);

    public Task AddPasskeyAsync(string name, string credential, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/me/passkeys", new AddPasskeyRequest(name, credential), ct);

    public Task RenamePasskeyAsync(Guid id, string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/api/me/passkeys/{id}", new RenamePasskeyRequest(name), ct);

    public Task RemovePasskeyAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/me/passkeys/{id}", null, ct);

    public Task<Paged<ApiToken>> TokensAsync(CancellationToken ct) =>
        GetAsync<Paged<ApiToken>>("/api/tokens?limit=200&total=true", ct);

    public Task<CreatedToken> AddTokenAsync(CreateTokenRequest token, CancellationToken ct) =>
        PostAsync<CreatedToken>("/api/tokens", token, ct);

    public Task RevokeTokenAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/tokens/{id}", null, ct);
}
