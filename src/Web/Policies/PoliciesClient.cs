namespace Pir.Web.Policies;

/// <summary>The rules for reviews, kept by the review service.</summary>
public sealed class PoliciesClient(ApiAccess access) : ApiClient(access, "review")
{
    public Task<PolicyResponse> GetAsync(CancellationToken ct) =>
        GetAsync<PolicyResponse>("/api/policies/reviews", ct);

    public Task<Paged<PolicyChangeItem>> HistoryAsync(CancellationToken ct) =>
        GetAsync<Paged<PolicyChangeItem>>("/api/policies/reviews/history?limit=20", ct);

    public Task<PolicyResponse> ChangeAsync(PolicyRequest policies, CancellationToken ct) =>
        PutAsync<PolicyResponse>("/api/policies/reviews", policies, ct);
}
