using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>An incident in API responses.</summary>
public sealed record IncidentResponse : IncidentState
{
    public IncidentResponse() { }

    [SetsRequiredMembers]
    public IncidentResponse(IncidentState incident)
        : base(incident) => Reference = References.Reference.OfIncident(incident.Number);

    /// <summary>The short reference, e.g. <c>INC-42</c>.</summary>
    public required string Reference { get; init; }
    public string? Description { get; init; }

    /// <summary>
    /// The later incident that the same alert opened after this one was resolved.
    /// </summary>
    public Guid? NextIncidentId { get; init; }
    public Guid? SourceId { get; init; }
    public int AlertCount { get; init; }
    public int FiringAlertCount { get; init; }

    /// <summary>How often its alerts were reported firing. Delayed by a few seconds.</summary>
    public int Occurrences { get; init; }

    /// <summary>Sentences about what its senders left out and what was not understood.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
    public required int Version { get; init; }

    /// <summary>What a drill is to find out; null for a real incident.</summary>
    public DrillScenario? Scenario { get; init; }

    /// <summary>
    /// Whole minutes that the recovery of a drill took: from the start of the impact to mitigation
    /// or resolution. Null for a real incident and while it goes on.
    /// </summary>
    public int? ActualMinutes { get; init; }

    /// <summary>
    /// Open incidents that may be about the same. Only in the answer to opening an incident; merge
    /// it if it is a duplicate.
    /// </summary>
    public IReadOnlyList<SimilarIncident>? Similar { get; init; }
}

/// <summary>Why an incident may be about the same.</summary>
public enum SimilarBecause
{
    SameService,
    SimilarTitle,

    /// <summary>Detected within four hours of each other.</summary>
    SameTime,
}

/// <summary>An open incident that may be about the same.</summary>
public sealed record SimilarIncident(IncidentBrief Incident, IReadOnlyList<SimilarBecause> Because);

/// <summary>A link or merge, as the incident at this end sees it.</summary>
/// <param name="Id">Of the link, to remove it; null for a merge.</param>
/// <param name="Incident">The other incident.</param>
public sealed record IncidentLinkResponse(
    Guid? Id,
    IncidentRelation Relation,
    IncidentBrief Incident,
    DateTime LinkedAt
);

/// <summary>Another incident, in short.</summary>
public sealed record IncidentBrief(
    Guid Id,
    int Number,
    string Reference,
    string Title,
    Severity Severity,
    IncidentStatus Status,
    DateTime DetectedAt,
    bool IsDrill
);

/// <summary>An alert of an incident.</summary>
/// <param name="Occurrences">How often it was reported firing. Delayed by a few seconds.</param>
/// <param name="Labels">As sent by the tool.</param>
/// <param name="Annotations">Everything else that the tool sent about the alert.</param>
/// <param name="Rule">The alert rule that chose its incident.</param>
public sealed record AlertResponse(
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
    DateTime LastSeenAt,
    JsonElement? Labels = null,
    JsonElement? Annotations = null,
    string? Rule = null
);

/// <summary>A change of one field of an incident.</summary>
public sealed record IncidentChangeResponse(
    Guid Id,
    string Field,
    string? From,
    string? To,
    Actor Actor,
    DateTime RecordedAt,
    string? Reason
);

/// <summary>
/// Whether an incident was first sent to the right service and team, with the right severity.
/// </summary>
/// <param name="Initial">What it was opened with.</param>
/// <param name="Final">What it has now.</param>
/// <param name="IsMistriage">Whether they differ.</param>
/// <param name="Reroutes">When another service or team took its place, oldest first.</param>
/// <param name="MinutesLost">
/// Whole minutes from detection to the last reroute that was recorded before it was resolved.
/// </param>
public sealed record TriageResponse(
    TriagedAs Initial,
    TriagedAs Final,
    bool IsMistriage,
    IReadOnlyList<DateTime> Reroutes,
    int MinutesLost
);

/// <summary>The service, team and severity of an incident at one time.</summary>
public sealed record TriagedAs(string? Service, string? Team, Severity Severity);
