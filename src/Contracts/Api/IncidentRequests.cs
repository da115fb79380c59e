using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>An incident somebody noticed.</summary>
public sealed record OpenIncidentRequest : IncidentContext
{
    public OpenIncidentRequest() { }

    public OpenIncidentRequest(IncidentContext context)
        : base(context) { }

    public string? Title { get; init; }

    /// <summary>sev3 unless given.</summary>
    public Severity? Severity { get; init; }

    /// <summary>teamMessage unless given.</summary>
    public DetectionSource? DetectionSource { get; init; }

    /// <summary>Now unless given.</summary>
    public DateTime? DetectedAt { get; init; }
    public DateTime? ImpactStartedAt { get; init; }

    /// <summary>Becomes the first line of the timeline.</summary>
    public string? Description { get; init; }

    /// <summary>An exercise.</summary>
    public bool? IsDrill { get; init; }

    /// <summary>
    /// Its id, where it belongs to the sample data; from administrators only. Opening it again
    /// answers with what is there.
    /// </summary>
    public Guid? SampleId { get; init; }
}

/// <summary>
/// New values; what is absent stays. An empty text clears a field, except the title.
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

    /// <summary>Why; kept in the history.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The version it was read with; refused where the incident has changed since.
    /// </summary>
    public int? Version { get; init; }
}

/// <summary>Somebody takes the incident.</summary>
/// <param name="AcknowledgedAt">Now unless given.</param>
public sealed record AcknowledgeIncidentRequest(
    DateTime? AcknowledgedAt = null,
    int? Version = null
);

/// <summary>The impact has ended, though it is not yet repaired.</summary>
/// <param name="MitigatedAt">Now unless given.</param>
public sealed record MitigateIncidentRequest(
    DateTime? MitigatedAt = null,
    string? Note = null,
    int? Version = null
);

/// <summary>The incident is resolved.</summary>
/// <param name="ResolvedAt">Now unless given.</param>
public sealed record ResolveIncidentRequest(
    DateTime? ResolvedAt = null,
    string? Note = null,
    int? Version = null
);

/// <summary>It was not over after all.</summary>
public sealed record ReopenIncidentRequest(string? Reason, int? Version = null);

/// <summary>Nothing more will come.</summary>
public sealed record CloseIncidentRequest(int? Version = null);

/// <summary>How bad it is, judged again.</summary>
public sealed record ChangeSeverityRequest(
    Severity? Severity,
    string? Reason = null,
    int? Version = null
);

/// <summary>Who takes which role.</summary>
/// <param name="Person">Somebody with an account, by id and name.</param>
/// <param name="Name">Or just a name.</param>
public sealed record AssignRoleRequest(
    IncidentRole? Role,
    Person? Person,
    string? Name = null,
    int? Version = null
);

/// <summary>
/// What it did to customers, to the business and to availability. Each text is absent while
/// unknown; "none" is an answer.
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
);
