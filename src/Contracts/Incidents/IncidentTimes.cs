namespace Pir.Contracts.Incidents;

/// <summary>
/// The moments of an incident and the durations between them, as the glossary defines them. Pages,
/// documents and statistics all use these.
/// </summary>
public sealed record IncidentTimes(
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt
)
{
    /// <summary>The first sign of the problem, if a person pointed it out.</summary>
    public DateTime? FirstSymptomAt { get; init; }

    /// <summary>When it was understood what was wrong, if a person pointed it out.</summary>
    public DateTime? DiagnosedAt { get; init; }

    /// <summary>The first symptom; the start of the impact if nobody pointed one out.</summary>
    public DateTime? BeganAt => FirstSymptomAt ?? ImpactStartedAt;

    public TimeSpan? ToDiagnose => DiagnosedAt - DetectedAt;

    public TimeSpan? ToDetect => DetectedAt - BeganAt;

    public TimeSpan? ToAcknowledge => AcknowledgedAt - DetectedAt;

    public TimeSpan? ToMitigate => MitigatedAt - DetectedAt;

    public TimeSpan? ToResolve => ResolvedAt - DetectedAt;

    /// <summary>The detection if nobody knows when the impact started.</summary>
    public DateTime ImpactFrom => ImpactStartedAt ?? DetectedAt;

    /// <summary>The mitigation, or the resolution if there was none; null if ongoing.</summary>
    public DateTime? ImpactUntil => MitigatedAt ?? ResolvedAt;
}
