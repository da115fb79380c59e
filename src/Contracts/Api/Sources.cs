using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Form of a source's webhooks.</summary>
public enum SourceKind
{
    Alertmanager,
    Generic,
}

/// <summary>What becomes one incident.</summary>
public enum AlertGrouping
{
    /// <summary>The alerts that come in one body.</summary>
    Group,

    /// <summary>Each fingerprint.</summary>
    Alert,
}

/// <summary>
/// A monitoring tool about to send alerts. What an alert is about says the alert itself; the
/// context given here stands in where it does not.
/// </summary>
public sealed record CreateSourceRequest : IncidentContext
{
    public CreateSourceRequest() { }

    public CreateSourceRequest(IncidentContext context)
        : base(context) { }

    public SourceKind? Kind { get; init; }
    public string? Name { get; init; }

    /// <summary>For alerts that do not say how bad it is; sev3 unless given.</summary>
    public Severity? DefaultSeverity { get; init; }

    /// <summary>
    /// <c>group</c> (default): the alerts of one body form an incident. <c>alert</c>: each
    /// fingerprint does.
    /// </summary>
    public AlertGrouping? Grouping { get; init; }

    /// <summary>
    /// Whether the end of the last alert resolves the incident; true unless given.
    /// </summary>
    public bool? AutoResolve { get; init; }

    /// <summary>
    /// After an incident was resolved by hand, how long its still firing alerts stay quiet; 0
    /// unless given.
    /// </summary>
    public int? SuppressMinutes { get; init; }
}

/// <summary>
/// New values; what is absent stays. An empty text clears a field of the context. A new kind takes
/// effect on the URL as well.
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
    /// The version it was read with; refused where the source has changed since.
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
    /// Where the tool is to send; the key in it is masked for callers without
    /// <c>sources:write</c>.
    /// </summary>
    public required string WebhookUrl { get; init; }

    /// <summary>Only in the answers that make one.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// Whether the key can no longer be read, because the key ring that sealed it is gone. The
    /// webhook URL that the tool has still works; only <c>rotate-key</c> gives one that can be
    /// shown.
    /// </summary>
    public bool IsKeyLost { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it last sent something, readable or not.</summary>
    public DateTime? LastDeliveryAt { get; init; }

    /// <summary>Whether what it sends can be read, all of it.</summary>
    public required ConnectionHealth Health { get; init; }
    public required int Version { get; init; }

    /// <summary>
    /// How many of its listed deliveries that could not be read have lost their body, because only
    /// the newest are kept; only where one source is asked for.
    /// </summary>
    public int? DroppedBodies { get; init; }
}
