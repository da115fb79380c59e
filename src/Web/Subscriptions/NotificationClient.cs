namespace Pir.Web.Subscriptions;

/// <summary>Subscriptions and their deliveries.</summary>
public sealed class NotificationClient(ApiAccess access) : ApiClient(access, "notification")
{
    public Task<Paged<Subscription>> ListAsync(CancellationToken ct) =>
        GetAsync<Paged<Subscription>>("/api/subscriptions?limit=200&total=true", ct);

    public Task<Subscription> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<Subscription>(Of(id), ct);

    public Task<Subscription> AddAsync(
        CreateSubscriptionRequest subscription,
        CancellationToken ct
    ) => PostAsync<Subscription>("/api/subscriptions", subscription, ct);

    public Task<Subscription> ChangeAsync(
        Guid id,
        ChangeSubscriptionRequest changes,
        CancellationToken ct
    ) => SendAsync<Subscription>(HttpMethod.Patch, Of(id), changes, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, Of(id), null, ct);

    public Task<Subscription> RotateSecretAsync(Guid id, CancellationToken ct) =>
        PostAsync<Subscription>($"{Of(id)}/rotate-secret", null, ct);

    /// <summary>The delivery of the test; pending until the receiver answers.</summary>
    public Task<SubscriberDelivery> TestAsync(Guid id, CancellationToken ct) =>
        PostAsync<SubscriberDelivery>($"{Of(id)}/test", null, ct);

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

    public Task<SubscriberDelivery> RetryAsync(Guid id, string delivery, CancellationToken ct) =>
        PostAsync<SubscriberDelivery>($"{Of(id)}/deliveries/{Part(delivery)}/retry", null, ct);

    private static string Of(Guid id) => $"/api/subscriptions/{id}";
}
