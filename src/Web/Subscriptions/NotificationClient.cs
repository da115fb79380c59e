namespace Pir.Web.Subscriptions;

/// <summary>An endpoint that receives events.</summary>
/// <param name="Secret">Only in the answer that created or rotated it.</param>
public sealed record Subscription(
    Guid Id,
    string? Name,
    string Url,
    IReadOnlyList<string> Events,
    SubscriptionFilter? Filter,
    bool IsEnabled,
    string? DisabledReason,
    ConnectionHealth Health,
    DateTime? CreatedAt,
    DateTime? LastSuccessAt,
    string? Secret,
    int Version,
    bool IsSecretLost = false
)
{
    /// <summary>The name, or the address if there is no name.</summary>
    public string Title => string.IsNullOrWhiteSpace(Name) ? Url : Name;
}

public sealed record SubscriptionFilter(
    IReadOnlyList<string>? Services,
    IReadOnlyList<string>? Severities,
    IReadOnlyList<string>? Teams,
    string? Incident
);

/// <summary>One event on its way to one subscriber.</summary>
public sealed record SubscriberDelivery(
    string Id,
    Guid EventId,
    string EventType,
    string Status,
    IReadOnlyList<DeliveryAttempt>? Attempts,
    DateTime? NextAttemptAt,
    DateTime? CreatedAt,
    DateTime? DeliveredAt,
    int Replays,
    SubscriberRequest? Request
);

/// <summary>What is sent with each attempt. Its signature is never stored.</summary>
public sealed record SubscriberRequest(
    string Url,
    string ContentType,
    string WebhookId,
    string? Body
);

public sealed record DeliveryAttempt(
    DateTime At,
    int? StatusCode,
    string? Error,
    double DurationMs
);

/// <summary>Subscriptions and their deliveries.</summary>
public sealed class NotificationClient(ApiAccess access) : ApiClient(access, "notification")
{
    public Task<Paged<Subscription>> ListAsync(CancellationToken ct) =>
        GetAsync<Paged<Subscription>>("/api/subscriptions?limit=200", ct);

    public Task<Subscription> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<Subscription>(Of(id), ct);

    public Task<Subscription> AddAsync(object subscription, CancellationToken ct) =>
        PostAsync<Subscription>("/api/subscriptions", subscription, ct);

    public Task<Subscription> ChangeAsync(Guid id, object changes, CancellationToken ct) =>
        SendAsync<Subscription>(HttpMethod.Patch, Of(id), changes, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, Of(id), null, ct);

    public Task<Subscription> RotateSecretAsync(Guid id, CancellationToken ct) =>
        PostAsync<Subscription>($"{Of(id)}/rotate-secret", null, ct);

    /// <summary>The delivery of the test; pending until the receiver answers.</summary>
    public Task<SubscriberDelivery> TestAsync(Guid id, CancellationToken ct) =>
        PostAsync<SubscriberDelivery>($"{Of(id)}/test", new { }, ct);

    public Task<Paged<SubscriberDelivery>> DeliveriesAsync(
        Guid id,
        string? status,
        string? after,
        CancellationToken ct
    ) =>
        GetAsync<Paged<SubscriberDelivery>>(
            Query($"{Of(id)}/deliveries", ("status", status), ("after", after), ("limit", "50")),
            ct
        );

    public Task<SubscriberDelivery> DeliveryAsync(Guid id, string delivery, CancellationToken ct) =>
        GetAsync<SubscriberDelivery>($"{Of(id)}/deliveries/{Part(delivery)}", ct);

    public Task RetryAsync(Guid id, string delivery, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, $"{Of(id)}/deliveries/{Part(delivery)}/retry", new { }, ct);

    private static string Of(Guid id) => $"/api/subscriptions/{id}";
}
