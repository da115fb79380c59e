namespace Pir.Contracts.Incidents;

/// <summary>Where an incident stands.</summary>
public enum IncidentStatus
{
    Open,
    Acknowledged,
    Mitigated,
    Resolved,
    Closed,
}

/// <summary>Who noticed (exactly these four).</summary>
public enum DetectionSource
{
    Monitoring,
    Alerting,
    CustomerReport,
    TeamMessage,
}

/// <summary>Part somebody plays in the response.</summary>
public enum IncidentRole
{
    IncidentCommander,
    Scribe,
    CommunicationsLead,
    OperationsLead,
    SubjectMatterExpert,
    Responder,
}

/// <summary>
/// A person as named in an event; <c>Id</c> is null for somebody without an account.
/// </summary>
public sealed record Person(string? Id, string Name);

/// <summary>Role and who holds it.</summary>
public sealed record RoleAssignment(IncidentRole Role, Person Person, DateTime AssignedAt);

/// <summary>
/// An incident as it stands after the event that carries it: whole enough that a consumer never has
/// to call back.
/// </summary>
/// <param name="Number">Shown as <c>INC-{Number}</c>.</param>
/// <param name="DetectedAt">
/// When somebody or something noticed (the alert's own time stamp, not its receipt).
/// </param>
/// <param name="ImpactStartedAt">When it began to hurt, where known.</param>
/// <param name="OpenedAt">When it was recorded here.</param>
/// <param name="PreviousIncidentId">
/// The resolved incident the same alert belonged to before it fired again.
/// </param>
public sealed record IncidentState(
    Guid Id,
    int Number,
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
    bool IsDrill,
    IReadOnlyList<RoleAssignment> Roles,
    Impact? Impact
);

/// <summary>
/// What it did to customers, to the business and to availability. Each text is null while unknown;
/// "none" is a value.
/// </summary>
public sealed record Impact(
    string? Customers,
    string? Operations,
    string? Availability,
    int? CustomersAffected,
    int? CustomersReported,
    DateTime? StartedAt,
    DateTime? EndedAt
);

/// <summary>Whether an alert is on.</summary>
public enum AlertStatus
{
    Firing,
    Resolved,
}

/// <summary>An alert as its monitoring tool sent it.</summary>
/// <param name="Fingerprint">Identity given by the tool, unique per source.</param>
/// <param name="StartsAt">With the fingerprint: identity of one firing.</param>
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
