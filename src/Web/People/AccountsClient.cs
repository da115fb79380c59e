namespace Pir.Web.People;

/// <summary>Who the viewer is, as the gateway knows them.</summary>
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

/// <summary>Somebody to work with.</summary>
public sealed record ListedPerson(
    Guid Id,
    string Name,
    string Initials,
    string? Email,
    string Role,
    IReadOnlyList<string> Teams
);

/// <summary>An account, for administrators.</summary>
/// <param name="Status">invited, active or disabled.</param>
/// <param name="InvitationUrl">Only in the answer that made it.</param>
public sealed record Account(
    Guid Id,
    string Name,
    string Email,
    string Role,
    string Status,
    DateTime CreatedAt,
    DateTime? LastSignInAt,
    DateTime? InvitationExpiresAt,
    IReadOnlyList<string> Teams,
    string? SignsInWith,
    DateTime? GroupsLeftOutAt,
    string? InvitationUrl
);

public sealed record Team(Guid Id, string Name, IReadOnlyList<TeamMember> Members);

public sealed record TeamMember(Guid Id, string Name, string Initials);

/// <summary>Where somebody is signed in.</summary>
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

/// <summary>A second way to sign in.</summary>
public sealed record Passkey(Guid Id, string Name, DateTime CreatedAt, DateTime? LastUsedAt);

/// <param name="Options">
/// The options a browser needs to make a passkey; null where it cannot.
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

/// <param name="Token">The secret itself, this once.</param>
public sealed record NewToken(
    Guid Id,
    string Token,
    string Name,
    string Kind,
    IReadOnlyList<string> Scopes,
    DateTime? ExpiresAt
);

/// <summary>The permission matrix.</summary>
public sealed record RolesModel(
    IReadOnlyList<ListedRole> Roles,
    IReadOnlyList<ListedPermission> Permissions
);

public sealed record ListedRole(string Role, IReadOnlyList<string> Scopes);

/// <param name="Roles">Those who may.</param>
public sealed record ListedPermission(
    string Area,
    string Text,
    string? Scope,
    IReadOnlyList<string> Roles
);

/// <summary>One line of the audit log.</summary>
public sealed record AuditLine(
    long Id,
    DateTime At,
    string Action,
    AuditParty Actor,
    AuditParty Subject,
    string? Detail,
    string? Address
);

public sealed record AuditParty(string Kind, string? Id, string Name);

/// <summary>Which lines of the audit log are wanted.</summary>
public sealed record AuditFilter(
    string? Action = null,
    string? Actor = null,
    string? Subject = null,
    DateTime? From = null,
    DateTime? To = null,
    string? After = null,
    string? Kind = null
);

/// <summary>The gateway's own data: people, teams, sessions, tokens, the audit log.</summary>
public sealed class AccountsClient(ApiAccess access) : ApiClient(access, "gateway")
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

    public Task<Paged<ListedPerson>> PeopleAsync(CancellationToken ct) =>
        GetAsync<Paged<ListedPerson>>("/api/people", ct);

    public Task<RolesModel> RolesAsync(CancellationToken ct) =>
        GetAsync<RolesModel>("/api/roles", ct);

    public Task<Paged<Account>> AccountsAsync(CancellationToken ct) =>
        GetAsync<Paged<Account>>("/api/users", ct);

    public Task<Account> AccountAsync(Guid id, CancellationToken ct) =>
        GetAsync<Account>($"/api/users/{id}", ct);

    public Task<Account> InviteAsync(object person, CancellationToken ct) =>
        PostAsync<Account>("/api/users", person, ct);

    public Task<Account> InviteAgainAsync(Guid id, CancellationToken ct) =>
        PostAsync<Account>($"/api/users/{id}/invite", null, ct);

    public Task<Account> ChangeAccountAsync(Guid id, object changes, CancellationToken ct) =>
        SendAsync<Account>(HttpMethod.Patch, $"/api/users/{id}", changes, ct);

    public Task<Paged<SignInSession>> SessionsOfAsync(Guid id, CancellationToken ct) =>
        GetAsync<Paged<SignInSession>>($"/api/users/{id}/sessions", ct);

    public Task EndSessionsOfAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/users/{id}/sessions", null, ct);

    public Task<Paged<Team>> TeamsAsync(CancellationToken ct) =>
        GetAsync<Paged<Team>>("/api/teams", ct);

    public Task<Team> AddTeamAsync(string name, CancellationToken ct) =>
        PostAsync<Team>("/api/teams", new { name }, ct);

    public Task RenameTeamAsync(Guid id, string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/api/teams/{id}", new { name }, ct);

    public Task RemoveTeamAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/teams/{id}", null, ct);

    public Task AddMemberAsync(Guid team, Guid person, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"/api/teams/{team}/members/{person}", null, ct);

    public Task RemoveMemberAsync(Guid team, Guid person, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/teams/{team}/members/{person}", null, ct);

    public Task<Paged<ApiToken>> TokensAsync(CancellationToken ct) =>
        GetAsync<Paged<ApiToken>>("/api/tokens", ct);

    public Task<NewToken> AddTokenAsync(object token, CancellationToken ct) =>
        PostAsync<NewToken>("/api/tokens", token, ct);

    public Task RevokeTokenAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/tokens/{id}", null, ct);

    public Task<Paged<AuditLine>> AuditAsync(AuditFilter filter, CancellationToken ct) =>
        GetAsync<Paged<AuditLine>>(AuditPath("/api/audit", filter), ct);

    /// <summary>The same question asked of another address, e.g. of the export.</summary>
    public static string AuditPath(string path, AuditFilter filter) =>
        Query(
            path,
            ("kind", filter.Kind),
            ("action", filter.Action),
            ("actor", filter.Actor),
            ("subject", filter.Subject),
            ("from", filter.From?.ToString("yyyy-MM-ddTHH:mm:ss'Z'")),
            ("to", filter.To?.ToString("yyyy-MM-ddTHH:mm:ss'Z'")),
            ("after", filter.After)
        );
}
