namespace Pir.Web.Channels;

/// <summary>The channel policy, kept by the notification service.</summary>
public sealed class ChannelsClient(ApiAccess access) : ApiClient(access, "notification")
{
    private const string Rules = "/api/channel-rules";

    public Task<ItemList<ChannelRuleResponse>> RulesAsync(CancellationToken ct) =>
        GetAsync<ItemList<ChannelRuleResponse>>(Rules, ct);

    public Task<TryChannelRulesResponse> TryAsync(
        TryChannelRulesRequest incident,
        CancellationToken ct
    ) => PostAsync<TryChannelRulesResponse>(Rules + "/try", incident, ct);

    /// <param name="id">The rule to replace; null for a new one.</param>
    public Task SaveAsync(Guid? id, ChannelRuleRequest rule, CancellationToken ct) =>
        id is null
            ? SendAsync(HttpMethod.Post, Rules, rule, ct)
            : SendAsync(HttpMethod.Put, $"{Rules}/{id}", rule, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"{Rules}/{id}", null, ct);

    public Task OrderAsync(IReadOnlyList<Guid> ids, CancellationToken ct) =>
        SendAsync(HttpMethod.Put, Rules + "/order", new OrderChannelRulesRequest(ids), ct);

    /// <summary>Who was told about an incident.</summary>
    public Task<ItemList<TellingResponse>> TellingsAsync(string incident, CancellationToken ct) =>
        GetAsync<ItemList<TellingResponse>>($"/api/incidents/{Part(incident)}/tellings", ct);
}
