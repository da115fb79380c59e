using Pir.Contracts.Incidents;

namespace Pir.Web.Shared.Text;

/// <summary>The named durations of an incident, as each page shows them.</summary>
internal static class Durations
{
    /// <summary>How long the incident has been open, or took to resolve.</summary>
    public static NamedDuration Main(IncidentTimes times) =>
        new(
            times.ResolvedAt is null ? "Open for" : "Time to resolve",
            times.DetectedAt,
            times.ResolvedAt
        );

    /// <summary>The main duration, and the impact's if it began or ended at another time.</summary>
    public static IEnumerable<NamedDuration> Of(IncidentTimes times)
    {
        yield return Main(times);
        if (times.ImpactStartedAt is not null || times.MitigatedAt is not null)
        {
            yield return new("Impact duration", times.ImpactFrom, times.ImpactUntil, false);
        }
    }

    public static IncidentTimes TimesOf(IncidentState incident) =>
        new(
            incident.DetectedAt,
            incident.ImpactStartedAt,
            incident.AcknowledgedAt,
            incident.Status is IncidentStatus.Open or IncidentStatus.Acknowledged
                ? null
                : incident.MitigatedAt,
            incident.IsActive ? null : incident.ResolvedAt
        );

    public static IncidentTimes TimesOf(RevisionResponse revision) =>
        new(
            revision.DetectedAt,
            revision.ImpactStartedAt,
            revision.AcknowledgedAt,
            revision.MitigatedAt,
            revision.ResolvedAt
        );
}

/// <param name="Until">Null while it is running.</param>
/// <param name="IsMain">Whether it is the one to see first.</param>
internal sealed record NamedDuration(
    string Label,
    DateTime From,
    DateTime? Until,
    bool IsMain = true
);
