using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;

namespace Pir.Web.Incidents;

/// <summary>An incident as the API shows it.</summary>
public sealed record Incident(
    Guid Id,
    int Number,
    string Reference,
    string Title,
    Severity Severity,
    IncidentStatus Status,
    string? Service,
    string? Team,
    DetectionSource DetectionSource,
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    DateTime OpenedAt,
    Guid? PreviousIncidentId,
    Guid? NextIncidentId,
    bool IsDrill,
    IReadOnlyList<RoleAssignment>? Roles,
    Impact? Impact,
    int AlertCount,
    int FiringAlertCount,
    int Version,
    IReadOnlyList<string>? Notices = null
)
{
    /// <summary>Somebody has still to act: only capturing is offered.</summary>
    public bool IsActive =>
        Status is IncidentStatus.Open or IncidentStatus.Acknowledged or IncidentStatus.Mitigated;

    public Person? Commander =>
        Roles?.LastOrDefault(r => r.Role == IncidentRole.IncidentCommander)?.Person;
}

/// <summary>An alert of an incident.</summary>
public sealed record IncidentAlert(
    Guid Id,
    string Fingerprint,
    AlertStatus Status,
    string Title,
    string? Description,
    string? Severity,
    string? Service,
    DateTime StartsAt,
    DateTime? EndsAt,
    string? Url,
    string? RunbookUrl,
    int Occurrences,
    DateTime? LastSeenAt,
    JsonElement? Labels = null,
    JsonElement? Annotations = null
)
{
    /// <summary>
    /// Whatever the tool said about it, by name: labels first. What title and description say
    /// already is left out.
    /// </summary>
    public IReadOnlyList<(string Name, string Value)> Facts =>
        [
            .. Members(Labels).OrderBy(m => m.Name, StringComparer.Ordinal),
            .. Members(Annotations).Where(m => m.Value != Title && m.Value != Description),
        ];

    private static IEnumerable<(string Name, string Value)> Members(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Object } members
            ? members
                .EnumerateObject()
                .Select(m =>
                    (
                        m.Name,
                        m.Value.ValueKind == JsonValueKind.String
                            ? m.Value.GetString()!
                            : m.Value.GetRawText()
                    )
                )
            : [];
}

/// <summary>One recorded change of an incident.</summary>
public sealed record IncidentChange(
    string Field,
    string? From,
    string? To,
    Contracts.Events.Actor? Actor,
    DateTime RecordedAt,
    string? Reason
);

/// <summary>Incidents, kept by the intake service.</summary>
public sealed class IntakeClient(ApiAccess access) : ApiClient(access, "incident-intake")
{
    public Task<Paged<Incident>> ListAsync(
        string? status,
        string? severity,
        string? service,
        string? query,
        string? after,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<Incident>>(
            Query(
                "/api/incidents",
                ("status", status),
                ("severity", severity),
                ("service", service),
                ("q", query),
                ("after", after),
                ("limit", $"{limit}")
            ),
            ct
        );

    /// <summary>A page of the list as a reader filtered it.</summary>
    internal Task<Paged<Incident>> ListAsync(
        IncidentFilter filter,
        int limit,
        CancellationToken ct
    ) =>
        GetAsync<Paged<Incident>>(
            Query(
                "/api/incidents",
                ("status", filter.Status),
                ("severity", filter.Severity),
                ("service", filter.Service),
                ("team", filter.Team),
                ("detectionSource", filter.Source),
                (
                    "drill",
                    filter.Drill is null ? null
                    : filter.Drill == "yes" ? "true"
                    : "false"
                ),
                ("from", filter.Detected?.FromText),
                ("to", filter.Detected?.ToText),
                ("q", filter.Query),
                ("after", filter.After),
                ("limit", $"{limit}")
            ),
            ct
        );

    public Task<Incident> GetAsync(string id, CancellationToken ct) =>
        GetAsync<Incident>(Of(id), ct);

    public Task<Paged<IncidentAlert>> AlertsAsync(string id, CancellationToken ct) =>
        GetAsync<Paged<IncidentAlert>>(Query($"{Of(id)}/alerts", ("limit", "200")), ct);

    public Task<Paged<IncidentChange>> HistoryAsync(string id, CancellationToken ct) =>
        GetAsync<Paged<IncidentChange>>($"{Of(id)}/history", ct);

    public Task<Incident> OpenAsync(object incident, CancellationToken ct) =>
        PostAsync<Incident>("/api/incidents", incident, ct);

    /// <param name="verb">
    /// acknowledge, mitigate, resolve, reopen, close, roles, severity or impact.
    /// </param>
    public Task<Incident> DoAsync(string id, string verb, object? body, CancellationToken ct) =>
        PostAsync<Incident>($"{Of(id)}/{verb}", body, ct);

    public Task<Incident> ChangeAsync(string id, object changes, CancellationToken ct) =>
        SendAsync<Incident>(HttpMethod.Patch, Of(id), changes, ct);

    private static string Of(string id) => $"/api/incidents/{Part(id)}";
}
