using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.Web.Sources;

/// <summary>A monitoring tool that sends alerts.</summary>
/// <param name="WebhookUrl">Whole for those who may change sources, masked for others.</param>
public sealed record Source(
    Guid Id,
    string Kind,
    string Name,
    string? Service,
    string? Team,
    Severity? DefaultSeverity,
    string? Grouping,
    bool AutoResolve,
    int SuppressMinutes,
    string? WebhookUrl,
    DateTime CreatedAt,
    DateTime? LastDeliveryAt,
    ConnectionHealth Health,
    bool IsEnabled,
    int Version,
    bool IsKeyLost = false,
    int? DroppedBodies = null
);

/// <summary>One request a monitoring tool made.</summary>
public sealed record Delivery(
    Guid Id,
    Guid? SourceId,
    string? SourceName,
    string? Kind,
    string Status,
    DateTime ReceivedAt,
    string? ContentType,
    long Size,
    DeliveryError? Error,
    int Accepted,
    int Ignored,
    DateTime? ReplayedAt,
    string? Body,
    string? BodyBase64,
    IReadOnlyList<string>? Notices = null,
    DateTime? BodyDroppedAt = null
);

public sealed record DeliveryError(string Code, string? Detail);

/// <summary>What came of a test or a replay.</summary>
public sealed record DeliveryOutcome(
    Guid? DeliveryId,
    int Accepted,
    int Ignored,
    DeliveryError? Error
);

/// <summary>Sources and what they delivered.</summary>
public sealed class SourcesClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    public Task<Paged<Source>> ListAsync(CancellationToken ct) =>
        GetAsync<Paged<Source>>("/api/sources?limit=200", ct);

    public Task<Source> GetAsync(Guid id, CancellationToken ct) =>
        GetAsync<Source>($"/api/sources/{id}", ct);

    public Task<Source> AddAsync(object source, CancellationToken ct) =>
        PostAsync<Source>("/api/sources", source, ct);

    public Task<Source> ChangeAsync(Guid id, object changes, CancellationToken ct) =>
        SendAsync<Source>(HttpMethod.Patch, $"/api/sources/{id}", changes, ct);

    public Task RemoveAsync(Guid id, CancellationToken ct) =>
        SendAsync(HttpMethod.Delete, $"/api/sources/{id}", null, ct);

    public Task<Source> RotateKeyAsync(Guid id, CancellationToken ct) =>
        PostAsync<Source>($"/api/sources/{id}/rotate-key", null, ct);

    public Task<DeliveryOutcome> TestAsync(Guid id, CancellationToken ct) =>
        PostAsync<DeliveryOutcome>($"/api/sources/{id}/test", null, ct);

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

    public Task<DeliveryOutcome> ReplayAsync(Guid id, CancellationToken ct) =>
        PostAsync<DeliveryOutcome>($"/api/deliveries/{id}/replay", null, ct);
}
