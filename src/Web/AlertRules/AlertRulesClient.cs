namespace Pir.Web.AlertRules;

/// <summary>Routing rules, silences, and the alerts that they hold back.</summary>
public sealed class AlertRulesClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    public Task<ItemList<AlertRuleResponse>> ListAsync(CancellationToken ct) =>
        GetAsync<ItemList<AlertRuleResponse>>("/api/alert-rules", ct);

    public Task<AlertRuleResponse> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<AlertRuleResponse>($"/api/alert-rules/{id}", ct);

    public Task<AlertRuleResponse> AddAsync(AlertRuleRequest rule, CancellationToken ct) =>
        PostAsync<AlertRuleResponse>("/api/alert-rules", rule, ct);

    public Task<AlertRuleResponse> ChangeAsync(
        Guid id,
        AlertRuleRequest rule,
        CancellationToken ct
    ) => PutAsync<AlertRuleResponse>($"/api/alert-rules/{id}", rule, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/alert-rules/{id}", null, ct);

    public Task OrderAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        PutAsync<ItemList<AlertRuleResponse>>(
            "/api/alert-rules/order",
            new OrderAlertRulesRequest(ids),
            ct
        );

    public Task<TryAlertRulesResponse> TryAsync(TryAlertRulesRequest trial, CancellationToken ct) =>
        PostAsync<TryAlertRulesResponse>("/api/alert-rules/try", trial, ct);

    public Task<Paged<SilenceResponse>> SilencesAsync(CancellationToken ct) =>
        GetAsync<Paged<SilenceResponse>>("/api/silences?limit=50", ct);

    public Task<SilenceResponse> SilenceAsync(SilenceRequest silence, CancellationToken ct) =>
        PostAsync<SilenceResponse>("/api/silences", silence, ct);

    public Task EndSilenceAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/silences/{id}", null, ct);

    public Task<Paged<HeldAlertResponse>> HeldAsync(
        string? state,
        string? after,
        CancellationToken ct
    ) =>
        GetAsync<Paged<HeldAlertResponse>>(
            Query("/api/held-alerts", ("state", state), ("after", after), ("limit", "25")),
            ct
        );
}
