using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Format of a source's webhooks.</summary>
public enum SourceKind
{
    Alertmanager,
    Generic,
}

/// <summary>What opens one incident.</summary>
public enum AlertGrouping
{
    /// <summary>The alerts of one body together.</summary>
    Group,

    /// <summary>Each fingerprint separately.</summary>
    Alert,
}

/// <summary>
/// Adds a monitoring tool. The context given here is the default for alerts without their own.
/// </summary>
public sealed record CreateSourceRequest : IncidentContext
{
    public CreateSourceRequest() { }

    public CreateSourceRequest(IncidentContext context)
        : base(context) { }

    public SourceKind? Kind { get; init; }
    public string? Name { get; init; }

    /// <summary>For alerts without a severity. Default: sev3.</summary>
    public Severity? DefaultSeverity { get; init; }

    /// <summary>
    /// <c>group</c> (default): the alerts of one body open one incident. <c>alert</c>: each
    /// fingerprint opens its own.
    /// </summary>
    public AlertGrouping? Grouping { get; init; }

    /// <summary>Whether the end of the last alert resolves the incident. Default: true.</summary>
    public bool? AutoResolve { get; init; }

    /// <summary>
    /// After an incident was resolved by hand, how long to ignore its alerts that are still firing.
    /// Default: 0.
    /// </summary>
    public int? SuppressMinutes { get; init; }
}

/// <summary>
/// New values. Missing values stay. An empty text clears a field of the context. A new kind also
/// changes the URL.
/// </summary>
public sealed record ChangeSourceRequest : IncidentContext
{
    public ChangeSourceRequest() { }

    public ChangeSourceRequest(IncidentContext context)
        : base(context) { }

    public SourceKind? Kind { get; init; }
    public string? Name { get; init; }
    public Severity? DefaultSeverity { get; init; }
    public AlertGrouping? Grouping { get; init; }
    public bool? AutoResolve { get; init; }
    public int? SuppressMinutes { get; init; }
    public bool? IsEnabled { get; init; }

    /// <summary>
    /// The version on which the change is based. The change is refused if the source has changed
    /// since.
    /// </summary>
    public int? Version { get; init; }
}

/// <summary>A source of alerts.</summary>
public sealed record SourceResponse : IncidentContext
{
    public SourceResponse() { }

    public SourceResponse(IncidentContext context)
        : base(context) { }

    public required Guid Id { get; init; }
    public required SourceKind Kind { get; init; }
    public required string Name { get; init; }
    public Severity? DefaultSeverity { get; init; }
    public required AlertGrouping Grouping { get; init; }
    public required bool AutoResolve { get; init; }
    public required int SuppressMinutes { get; init; }
    public required bool IsEnabled { get; init; }

    /// <summary>
    /// The address for the tool. Its key is masked for callers without <c>sources:write</c>.
    /// </summary>
    public required string WebhookUrl { get; init; }

    /// <summary>Only in responses that create a key.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Whether the key can no longer be read, because its key ring is lost. The tool's webhook URL
    /// still works, but only <c>rotate-key</c> creates one that can be shown.
    /// </summary>
    public bool IsKeyLost { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>When its last delivery arrived, readable or not.</summary>
    public DateTime? LastDeliveryAt { get; init; }

    /// <summary>Whether its deliveries can be read completely.</summary>
    public required ConnectionHealth Health { get; init; }
    public required int Version { get; init; }

    /// <summary>
    /// How many of its unreadable deliveries no longer have a body, because only the newest bodies
    /// are kept; only in a request for a single source.
    /// </summary>
    public int? DroppedBodies { get; init; }
}
