namespace Pir.Web.Sources;

/// <summary>Sources and their deliveries.</summary>
public sealed class SourcesClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    public Task<Paged<Source>> ListAsync(CancellationToken ct) =>
        GetAsync<Paged<Source>>("/api/sources?limit=200&total=true", ct);

    public Task<Source> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<Source>($"/api/sources/{id}", ct);

    public Task<Source> AddAsync(CreateSourceRequest source, CancellationToken ct) =>
        PostAsync<Source>("/api/sources", source, ct);

    public Task<Source> ChangeAsync(Guid id, ChangeSourceRequest changes, CancellationToken ct) =>
        SendAsync<Source>(HttpMethod.Patch, $"/api/sources/{id}", changes, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/sources/{id}", null, ct);

    public Task<Source> RotateKeyAsync(Guid id, CancellationToken ct) =>
        PostAsync<Source>($"/api/sources/{id}/rotate-key", null, ct);

    public Task<SourceTestResponse> TestAsync(Guid id, CancellationToken ct) =>
        PostAsync<SourceTestResponse>($"/api/sources/{id}/test", null, ct);

    public Task<Paged<Delivery>> DeliveriesAsync(
        Guid? source,
        string? status,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<Delivery>>(
            Query(
                "/api/deliveries",
                ("source", source?.ToString()),
                ("status", status),
                ("after", after),
                ("limit", $"{limit}")
            ),
            ct
        );

    public Task<Delivery> DeliveryAsync(Guid id, CancellationToken ct) =>
        GetAsync<Delivery>($"/api/deliveries/{id}", ct);

    public Task<ReplayResponse> ReplayAsync(Guid id, CancellationToken ct) =>
        PostAsync<ReplayResponse>($"/api/deliveries/{id}/replay", null, ct);
}
