using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.Web.Actions;

/// <summary>An action as the API shows it.</summary>
public sealed record ActionItem(
    Guid Id,
    int Number,
    string Reference,
    string Title,
    ActionType Type,
    string? Description,
    ActionStatus Status,
    Person? Assignee,
    DateTime? DueAt,
    Guid? IncidentId,
    int? IncidentNumber,
    Guid? ReviewId,
    string? Service,
    string? Team,
    Severity? Severity,
    DateTime ProposedAt,
    DateTime? CompletedAt,
    DateTime? DeclinedAt,
    string? CompletionNote,
    string? DeclineReason,
    bool IsOverdue,
    int Version
)
{
    public bool IsOpen => Status is ActionStatus.Proposed or ActionStatus.Accepted;
}

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

    /// <param name="address">The list with its filters.</param>
    internal Task<Paged<ActionItem>> ListAsync(string address, CancellationToken ct) =>
        GetAsync<Paged<ActionItem>>(address, ct);

    /// <summary>By title or reference, the latest first.</summary>
    public Task<Paged<ActionItem>> SearchAsync(string query, int limit, CancellationToken ct) =>
        GetAsync<Paged<ActionItem>>(Query("/api/actions", ("q", query), ("limit", $"{limit}")), ct);

    public Task<ActionItem> GetAsync(string id, CancellationToken ct) =>
        GetAsync<ActionItem>($"/api/actions/{Part(id)}", ct);

    public Task<ActionItem> AddAsync(object action, CancellationToken ct) =>
        PostAsync<ActionItem>("/api/actions", action, ct);

    public Task<ActionItem> ChangeAsync(string id, object changes, CancellationToken ct) =>
        SendAsync<ActionItem>(HttpMethod.Patch, $"/api/actions/{Part(id)}", changes, ct);

    /// <param name="verb">assign, complete, decline or reopen.</param>
    public Task<ActionItem> DoAsync(string id, string verb, object? body, CancellationToken ct) =>
        PostAsync<ActionItem>($"/api/actions/{Part(id)}/{verb}", body, ct);
}
