using Pir.Web.Accounts;

namespace Pir.Web.People;

/// <summary>A person in the directory.</summary>
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
/// <param name="InvitationUrl">Only in the response that created it.</param>
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

/// <summary>The permission matrix.</summary>
public sealed record RolesModel(
    IReadOnlyList<ListedRole> Roles,
    IReadOnlyList<ListedPermission> Permissions
);

public sealed record ListedRole(string Role, IReadOnlyList<string> Scopes);

/// <param name="Roles">The roles with the permission.</param>
public sealed record ListedPermission(
    string Area,
    string Text,
    string? Scope,
    IReadOnlyList<string> Roles
);

/// <summary>People, their accounts, roles and teams, kept by the gateway.</summary>
public sealed class PeopleClient(ApiAccess access) : ApiClient(access, "gateway")
{
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
}
