namespace Pir.Web.Actions;

/// <summary>Action items.</summary>
public sealed class ActionClient(ApiAccess access) : ApiClient(access, "action-tracking")
{
    public Task<Paged<ActionItem>> ListAsync(
        string? status,
        string? assignee,
        string? review,
        bool overdue,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<ActionItem>>(
            Query(
                "/api/actions",
                ("status", status),
                ("assignee", assignee),
                ("review", review),
                ("overdue", overdue ? "true" : null),
                ("after", after),
                ("limit", $"{limit}")
            ),
            ct
        );

    /// <summary>The teams of all actions.</summary>
    internal Task<Paged<string>> TeamsAsync(CancellationToken ct) =>
        GetAsync<Paged<string>>("/api/actions/teams", ct);

    /// <param name="address">The list with its filters.</param>
    internal Task<Paged<ActionItem>> ListAsync(string address, CancellationToken ct) =>
        GetAsync<Paged<ActionItem>>(address, ct);

    /// <summary>By title or reference, newest first.</summary>
    public Task<Paged<ActionItem>> SearchAsync(string query, int limit, CancellationToken ct) =>
        GetAsync<Paged<ActionItem>>(Query("/api/actions", ("q", query), ("limit", $"{limit}")), ct);

    public Task<ActionItem> GetAsync(string id, CancellationToken ct) =>
        GetAsync<ActionItem>(Of(id), ct);

    public Task<ActionItem> AddAsync(ProposeActionRequest action, CancellationToken ct) =>
        PostAsync<ActionItem>("/api/actions", action, ct);

    public Task<ActionItem> EditAsync(string id, EditActionRequest changes, CancellationToken ct) =>
        SendAsync<ActionItem>(HttpMethod.Patch, Of(id), changes, ct);

    public Task<ActionItem> DoAsync(string id, AssignActionRequest request, CancellationToken ct) =>
        PostAsync<ActionItem>($"{Of(id)}/assign", request, ct);

    public Task<ActionItem> DoAsync(
        string id,
        CompleteActionRequest request,
        CancellationToken ct
    ) => PostAsync<ActionItem>($"{Of(id)}/complete", request, ct);

    public Task<ActionItem> DoAsync(
        string id,
        DeclineActionRequest request,
        CancellationToken ct
    ) => PostAsync<ActionItem>($"{Of(id)}/decline", request, ct);

    public Task<ActionItem> DoAsync(string id, ReopenActionRequest request, CancellationToken ct) =>
        PostAsync<ActionItem>($"{Of(id)}/reopen", request, ct);

    private static string Of(string id) => $"/api/actions/{Part(id)}";
}
