namespace Pir.IncidentIntake.Features.Incidents.Listing;

/// <summary>Filters and order of the list.</summary>
internal sealed record IncidentFilterQuery
{
    /// <summary>
    /// Comma-separated; <c>active</c> means open, acknowledged and mitigated, <c>all</c>
    /// (default) means every status.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Comma-separated.</summary>
    public string? Severity { get; init; }

    public string? Service { get; init; }

    public string? Team { get; init; }

    public string? Environment { get; init; }

    public string? DetectionSource { get; init; }

    /// <summary>Only drills (true) or no drills (false).</summary>
    public bool? Drill { get; init; }

    /// <summary>
    /// Only incidents that were merged into another one (true). They are left out otherwise,
    /// unless <see cref="Q"/> is their reference.
    /// </summary>
    public bool? Merged { get; init; }

    /// <summary>Detected at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Detected before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>
    /// Part of the title or of the service's name, or a reference such as INC-42.
    /// </summary>
    public string? Q { get; init; }

    /// <summary>
    /// By the time of detection: <c>newest</c> (default) or <c>oldest</c>. The others sort the
    /// newest first where they have equals: <c>severity</c> (worst first), <c>impact</c> (the
    /// latest start first), <c>service</c>, <c>status</c> (open first) and <c>duration</c>
    /// (longest first, unresolved last).
    /// </summary>
    public string? Sort { get; init; }

    /// <summary>
    /// More conditions, each <c>field:operator:value</c>. Texts (title, service, team,
    /// environment, commander) take is, not and contains, whatever their case; an empty value
    /// stands for none. Choices (severity, status, detectionSource, drill) take is and not,
    /// and lists with commas. Times (detected, resolved, impactStarted) take before and after,
    /// which includes the time itself. All must hold; several values that one field is are
    /// alternatives.
    /// </summary>
    public string[]? Where { get; init; }
}
