using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Opens an incident.</summary>
public sealed record OpenIncidentRequest : IncidentContext
{
    public OpenIncidentRequest() { }

    public OpenIncidentRequest(IncidentContext context)
        : base(context) { }

    public string? Title { get; init; }

    /// <summary>Default: sev3.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Default: teamMessage.</summary>
    public DetectionSource? DetectionSource { get; init; }

    /// <summary>Now unless given.</summary>
    public DateTime? DetectedAt { get; init; }
    public DateTime? ImpactStartedAt { get; init; }

    /// <summary>Becomes the first entry of the timeline.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is a drill.</summary>
    public bool? IsDrill { get; init; }

    /// <summary>
    /// The incident's id, if the caller chooses it. Sending the same request again then opens no
    /// second incident and returns the first.
    /// </summary>
    public Guid? Id { get; init; }

    /// <summary>
    /// Do not send its events to subscribers. Requires the permission to import.
    /// </summary>
    public bool? IsSilent { get; init; }
}

/// <summary>
/// New values. Missing values stay. An empty text clears a field, except the title.
/// </summary>
public record IncidentCorrection : IncidentContext
{
    public IncidentCorrection() { }

    public IncidentCorrection(IncidentContext context)
        : base(context) { }

    public string? Title { get; init; }
    public DateTime? DetectedAt { get; init; }
    public DateTime? ImpactStartedAt { get; init; }
    public DateTime? AcknowledgedAt { get; init; }
    public DateTime? MitigatedAt { get; init; }
    public DateTime? ResolvedAt { get; init; }
}

/// <inheritdoc cref="IncidentCorrection"/>
public sealed record CorrectIncidentRequest : IncidentCorrection
{
    public CorrectIncidentRequest() { }

    public CorrectIncidentRequest(IncidentContext context)
        : base(context) { }

    /// <summary>The reason, kept in the history.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The version on which the change is based. The change is refused if the incident has changed
    /// since.
    /// </summary>
    public int? Version { get; init; }
}

/// <summary>Acknowledges the incident.</summary>
/// <param name="AcknowledgedAt">Now unless given.</param>
/// <param name="TakeLead">Whether the caller also becomes the incident commander.</param>
public sealed record AcknowledgeIncidentRequest(
    DateTime? AcknowledgedAt = null,
    int? Version = null,
    bool? TakeLead = null
);

/// <summary>
/// Marks the incident as mitigated: its impact has ended, but the cause may still be there.
/// </summary>
/// <param name="MitigatedAt">Now unless given.</param>
public sealed record MitigateIncidentRequest(
    DateTime? MitigatedAt = null,
    string? Note = null,
    int? Version = null
);

/// <summary>Resolves the incident.</summary>
/// <param name="ResolvedAt">Now unless given.</param>
/// <param name="EvenIfFiring">Whether to resolve it although its alerts are still firing.</param>
public sealed record ResolveIncidentRequest(
    DateTime? ResolvedAt = null,
    string? Note = null,
    int? Version = null,
    bool? EvenIfFiring = null
);

/// <summary>Reopens the incident.</summary>
public sealed record ReopenIncidentRequest(string? Reason, int? Version = null);

/// <summary>Describes a drill; replaces the scenario recorded before.</summary>
public sealed record PutScenarioRequest(DrillScenario? Scenario, int? Version = null);

/// <summary>Merges the incident into another one as a duplicate.</summary>
/// <param name="Into">Id, reference (INC-42) or number of the incident to keep.</param>
public sealed record MergeIncidentRequest(string? Into, string? Reason = null, int? Version = null);

/// <summary>Undoes a merge.</summary>
public sealed record UnmergeIncidentRequest(string? Reason = null, int? Version = null);

/// <summary>Links the incident to another one.</summary>
/// <param name="Relation">
/// Any relation except mergedInto and merged, which come from a merge.
/// </param>
/// <param name="Incident">Id, reference (INC-42) or number of the other incident.</param>
public sealed record LinkIncidentRequest(
    IncidentRelation? Relation,
    string? Incident,
    int? Version = null
);

/// <summary>Closes the incident.</summary>
public sealed record CloseIncidentRequest(int? Version = null);

/// <summary>Changes the severity.</summary>
public sealed record ChangeSeverityRequest(
    Severity? Severity,
    string? Reason = null,
    int? Version = null
);

/// <summary>Assigns a role.</summary>
/// <param name="Person">Somebody with an account, by id and name.</param>
/// <param name="Name">A name, for somebody without an account.</param>
/// <param name="Discipline">What a subject matter expert knows, e.g. <c>operations</c>.</param>
public sealed record AssignRoleRequest(
    IncidentRole? Role,
    Person? Person,
    string? Name = null,
    int? Version = null,
    string? Discipline = null
);

/// <summary>
/// The impact on customers, operations and availability. Each text is missing while unknown; "none"
/// is a value.
/// </summary>
public sealed record RecordImpactRequest(
    string? Customers,
    string? Operations,
    string? Availability,
    int? CustomersAffected,
    int? CustomersReported,
    DateTime? StartedAt,
    DateTime? EndedAt,
    int? Version = null
) : ImpactDetails;
