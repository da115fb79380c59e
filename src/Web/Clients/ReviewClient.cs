using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Web.Clients;

/// <summary>A review as the API shows it; lists leave the contents out.</summary>
public sealed record Review(
    Guid Id,
    Guid IncidentId,
    int IncidentNumber,
    string? IncidentReference,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    ReviewStatus Status,
    DateTime OpenedAt,
    DateTime? DueAt,
    Person? Owner,
    DateTime? HeldAt,
    DateTime? PublishedAt,
    int Revision,
    string? Summary,
    string? Notes,
    IReadOnlyList<ReviewFactor>? Factors,
    IReadOnlyList<ReviewAction>? Actions,
    DateTime? DetectedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    Impact? Impact,
    bool IsOverdue,
    IReadOnlyList<string>? MissingToPublish,
    string? PublishedUrl,
    string? WaivedReason,
    int Version
)
{
    public string Reference => IncidentReference ?? $"INC-{IncidentNumber}";

    /// <summary>Still to be held, published or waived.</summary>
    public bool IsPending => Status is ReviewStatus.Open or ReviewStatus.Held;
}

public sealed record ReviewFactor(
    Guid Id,
    string Title,
    FactorCategory Category,
    string? Description
);

public sealed record ReviewAction(
    Guid Id,
    string Title,
    ActionType Type,
    string? Description,
    Guid? FactorId
);

/// <summary>A published revision, immutable.</summary>
public sealed record ReviewRevision(
    int Revision,
    string? Url,
    string? Title,
    Severity? Severity,
    string? Service,
    string? Team,
    Guid? IncidentId,
    int? IncidentNumber,
    string? Summary,
    string? Notes,
    IReadOnlyList<ReviewFactor>? Factors,
    IReadOnlyList<ReviewAction>? Actions,
    Impact? Impact,
    DateTime? DetectedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    DateTime PublishedAt,
    Person? PublishedBy
);

/// <summary>Reviews and what is published of them.</summary>
public sealed class ReviewClient(ApiAccess access) : ApiClient(access, "review")
{
    public Task<Paged<Review>> ListAsync(
        string? incident,
        string? status,
        bool overdue,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<Review>>(
            Query(
                "/api/reviews",
                ("incident", incident),
                ("status", status),
                ("overdue", overdue ? "true" : null),
                ("after", after),
                ("limit", $"{limit}")
            ),
            ct
        );

    /// <summary>By title, service or the incident's reference; the newest first.</summary>
    public Task<Paged<Review>> SearchAsync(string query, int limit, CancellationToken ct) =>
        GetAsync<Paged<Review>>(Query("/api/reviews", ("q", query), ("limit", $"{limit}")), ct);

    public Task<Review> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<Review>($"/api/reviews/{id}", ct);

    public Task<Review> OpenAsync(object review, CancellationToken ct) =>
        PostAsync<Review>("/api/reviews", review, ct);

    public Task PutAsync(Guid id, string part, object body, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, $"/api/reviews/{id}/{part}", body, ct);

    public Task PostAsync(Guid id, string part, object? body, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"/api/reviews/{id}/{part}", body ?? new { }, ct);

    public Task RemoveAsync(Guid id, string part, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/reviews/{id}/{part}", null, ct);

    public Task<Paged<ReviewRevision>> RevisionsAsync(Guid id, CancellationToken ct) =>
        GetAsync<Paged<ReviewRevision>>($"/api/reviews/{id}/revisions", ct);

    public Task<ReviewRevision> RevisionAsync(Guid id, int revision, CancellationToken ct) =>
        GetAsync<ReviewRevision>($"/api/reviews/{id}/revisions/{revision}", ct);
}
