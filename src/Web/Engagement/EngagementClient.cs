namespace Pir.Web.Engagement;

/// <summary>Engagement rules and escalation policies, kept by the intake service.</summary>
public sealed class EngagementClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    private const string Rules = "/api/engagement/rules";
    private const string Policies = "/api/engagement/escalations";
    private const string Settings = "/api/engagement/settings";

    public Task<ItemList<EngagementRuleResponse>> RulesAsync(CancellationToken ct) =>
        GetAsync<ItemList<EngagementRuleResponse>>(Rules, ct);

    public Task<ItemList<EscalationPolicyResponse>> PoliciesAsync(CancellationToken ct) =>
        GetAsync<ItemList<EscalationPolicyResponse>>(Policies, ct);

    public Task<EngagementSettingsResponse> SettingsAsync(CancellationToken ct) =>
        GetAsync<EngagementSettingsResponse>(Settings, ct);

    /// <param name="id">The rule to replace; null for a new one.</param>
    public Task SaveAsync(Guid? id, EngagementRuleRequest rule, CancellationToken ct) =>
        SaveAsync(Rules, id, rule, ct);

    /// <param name="id">The policy to replace; null for a new one.</param>
    public Task SaveAsync(Guid? id, EscalationPolicyRequest policy, CancellationToken ct) =>
        SaveAsync(Policies, id, policy, ct);

    public Task SaveAsync(EngagementSettingsRequest settings, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, Settings, settings, ct);

    public Task RemoveRuleAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Rules}/{id}", null, ct);

    public Task RemovePolicyAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Policies}/{id}", null, ct);

    private Task SaveAsync<T>(string path, Guid? id, T body, CancellationToken ct) =>
        id is null
            ? SendAsync(HttpMethod.Post, path, body, ct)
            : SendAsync(HttpMethod.Put, $"{path}/{id}", body, ct);
}
