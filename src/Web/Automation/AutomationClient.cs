namespace Pir.Web.Automation;

/// <summary>Automation rules and their runs, kept by the intake service.</summary>
public sealed class AutomationClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    private const string Rules = "/api/automation/rules";

    public Task<ItemList<AutomationRuleResponse>> RulesAsync(CancellationToken ct) =>
        GetAsync<ItemList<AutomationRuleResponse>>(Rules, ct);

    public Task<AutomationRuleResponse> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<AutomationRuleResponse>($"{Rules}/{id}", ct);

    public Task<ItemList<AutomationRunResponse>> RunsAsync(CancellationToken ct) =>
        GetAsync<ItemList<AutomationRunResponse>>("/api/automation/runs", ct);

    /// <summary>What automation did in an incident.</summary>
    public Task<ItemList<AutomationRunResponse>> RunsAsync(string incident, CancellationToken ct) =>
        GetAsync<ItemList<AutomationRunResponse>>(
            $"/api/incidents/{Part(incident)}/automation",
            ct
        );

    public Task<TryAutomationResponse> TryAsync(AutomationRuleRequest rule, CancellationToken ct) =>
        PostAsync<TryAutomationResponse>("/api/automation/try", new TryAutomationRequest(rule), ct);

    /// <param name="id">The rule to replace; null for a new one.</param>
    public Task SaveAsync(Guid? id, AutomationRuleRequest rule, CancellationToken ct) =>
        id is null
            ? SendAsync(HttpMethod.Post, Rules, rule, ct)
            : SendAsync(HttpMethod.Put, $"{Rules}/{id}", rule, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Rules}/{id}", null, ct);
}
