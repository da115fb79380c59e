using Pir.Contracts.Incidents;

namespace Pir.Web.Policies;

/// <summary>The rules for reviews.</summary>
public sealed record ReviewPolicies(
    IReadOnlyList<Severity> OpenFor,
    double HoursUntilDue,
    IReadOnlyList<string> Needed,
    IReadOnlyList<PolicyPhrase> Phrases,
    IReadOnlyList<Severity> NeutralFor,
    DateTime? ChangedAt,
    string? ChangedBy,
    int Version
);

public sealed record PolicyPhrase(string Text, string Ask);

public sealed record PolicyChange(
    Guid Id,
    DateTime At,
    Contracts.Events.Actor Actor,
    ReviewPolicies Before,
    ReviewPolicies After
);

/// <summary>The rules for reviews, kept by the review service.</summary>
public sealed class PoliciesClient(ApiAccess access) : ApiClient(access, "review")
{
    public Task<ReviewPolicies> GetAsync(CancellationToken ct) =>
        GetAsync<ReviewPolicies>("/api/policies/reviews", ct);

    public Task<Paged<PolicyChange>> HistoryAsync(CancellationToken ct) =>
        GetAsync<Paged<PolicyChange>>("/api/policies/reviews/history?limit=20", ct);

    public Task ChangeAsync(object policies, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, "/api/policies/reviews", policies, ct);
}
