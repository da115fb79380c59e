namespace Pir.Web.People;

/// <summary>People, their accounts, roles and teams, kept by the gateway.</summary>
public sealed class PeopleClient(ApiAccess access) : ApiClient(access, "gateway")
{
    public Task<ItemList<ListedPerson>> PeopleAsync(CancellationToken ct) =>
        GetAsync<ItemList<ListedPerson>>("/api/people", ct);

    public Task<RolesResponse> RolesAsync(CancellationToken ct) =>
        GetAsync<RolesResponse>("/api/roles", ct);

    public Task<ItemList<Account>> AccountsAsync(CancellationToken ct) =>
        GetAsync<ItemList<Account>>("/api/users", ct);

    public Task<Account> AccountAsync(Guid id, CancellationToken ct) =>
        GetAsync<Account>($"/api/users/{id}", ct);

    public Task<Account> InviteAsync(CreateUserRequest person, CancellationToken ct) =>
        PostAsync<Account>("/api/users", person, ct);

    public Task<Account> InviteAgainAsync(Guid id, CancellationToken ct) =>
        PostAsync<Account>($"/api/users/{id}/invite", null, ct);

    public Task<Account> ChangeAccountAsync(
        Guid id,
        ChangeUserRequest changes,
        CancellationToken ct
    ) => SendAsync<Account>(HttpMethod.Patch, $"/api/users/{id}", changes, ct);

    public Task<ItemList<SignInSession>> SessionsOfAsync(Guid id, CancellationToken ct) =>
        GetAsync<ItemList<SignInSession>>($"/api/users/{id}/sessions", ct);

    public Task EndSessionsOfAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/users/{id}/sessions", null, ct);

    public Task<ItemList<Team>> TeamsAsync(CancellationToken ct) =>
        GetAsync<ItemList<Team>>("/api/teams", ct);

    public Task<Team> AddTeamAsync(string name, CancellationToken ct) =>
        PostAsync<Team>("/api/teams", new TeamRequest(name), ct);

    public Task RenameTeamAsync(Guid id, string name, CancellationToken ct) =>
        SendAsync(HttpMethod.Patch, $"/api/teams/{id}", new TeamRequest(name), ct);

    public Task RemoveTeamAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/teams/{id}", null, ct);

    public Task AddMemberAsync(Guid team, Guid person, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"/api/teams/{team}/members/{person}", null, ct);

    public Task RemoveMemberAsync(Guid team, Guid person, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/teams/{team}/members/{person}", null, ct);
}
