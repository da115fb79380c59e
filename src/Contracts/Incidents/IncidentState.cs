using System.Text.Json.Serialization;

namespace Pir.Contracts.Incidents;

/// <summary>Status of an incident.</summary>
public enum IncidentStatus
{
    Open,
    Acknowledged,
    Mitigated,
    Resolved,
    Closed,
}

/// <summary>What the statuses mean.</summary>
public static class IncidentStatuses
{
    /// <summary>The statuses of an incident that is not resolved.</summary>
    public static IReadOnlyList<IncidentStatus> Active { get; } =
    [.. Enum.GetValues<IncidentStatus>().Where(IsActive)];

    /// <summary>True until the incident is resolved.</summary>
    public static bool IsActive(this IncidentStatus status) =>
        status is IncidentStatus.Open or IncidentStatus.Acknowledged or IncidentStatus.Mitigated;
}

/// <summary>What detected the incident (exactly these four).</summary>
public enum DetectionSource
{
    Monitoring,
    Alerting,
    CustomerReport,
    TeamMessage,
}

/// <summary>A role in the response.</summary>
public enum IncidentRole
{
    IncidentCommander,
    Scribe,
    CommunicationsLead,

    /// <summary>Speaks with customers, partners or authorities about it.</summary>
    Liaison,
    OperationsLead,
    SubjectMatterExpert,
    Responder,
}

/// <summary>
/// A person in an event; <c>Id</c> is null for somebody without an account.
/// </summary>
public sealed record Person(string? Id, string Name);

/// <summary>A role and who has it.</summary>
/// <param name="Discipline">
/// What a subject matter expert knows, e.g. <c>operations</c>; null for the other roles and where
/// nobody said.
/// </param>
public sealed record RoleAssignment(
    IncidentRole Role,
    Person Person,
    DateTime AssignedAt,
    string? Discipline = null
);

/// <summary>
/// An incident after the event that carries it: complete enough that a consumer never has to call
/// back.
/// </summary>
public record IncidentState : IncidentContext
{
    public IncidentState() { }

    public IncidentState(IncidentContext context)
        : base(context) { }

    public required Guid Id { get; init; }

    /// <summary>Shown as <c>INC-{Number}</c>.</summary>
    public required int Number { get; init; }
    public required string Title { get; init; }
    public required Severity Severity { get; init; }
    public required IncidentStatus Status { get; init; }
    public required DetectionSource DetectionSource { get; init; }

    /// <summary>
    /// When it was detected (the alert's own time, not when the alert was received).
    /// </summary>
    public required DateTime DetectedAt { get; init; }

    /// <summary>When the impact started, if known.</summary>
    public DateTime? ImpactStartedAt { get; init; }
    public DateTime? AcknowledgedAt { get; init; }
    public DateTime? MitigatedAt { get; init; }
    public DateTime? ResolvedAt { get; init; }

    /// <summary>When the incident was recorded.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>
    /// The resolved incident that the same alert belonged to before it fired again.
    /// </summary>
    public Guid? PreviousIncidentId { get; init; }

    /// <summary>
    /// The incident that it was merged into as a duplicate. It is closed while it is merged.
    /// </summary>
    public MergeTarget? MergedInto { get; init; }

    /// <summary>Whether it is a drill.</summary>
    public bool IsDrill { get; init; }

    /// <summary>
    /// Whether its events, and those of its review and actions, are not sent to subscribers.
    /// Streams and pages show them.
    /// </summary>
    public bool IsSilent { get; init; }
    public IReadOnlyList<RoleAssignment> Roles { get; init; } = [];
    public Impact? Impact { get; init; }

    /// <summary>True until it is resolved.</summary>
    [JsonIgnore]
    public bool IsActive => Status.IsActive();
}

/// <summary>Whether an alert is firing.</summary>
public enum AlertStatus
{
    Firing,
    Resolved,
}

/// <summary>An alert as its monitoring tool sent it.</summary>
/// <param name="Fingerprint">The tool's identity for the alert, unique per source.</param>
/// <param name="StartsAt">Identifies one firing, together with the fingerprint.</param>
/// <param name="Url">Link back to the tool.</param>
public sealed record AlertState(
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
    string? RunbookUrl
);
