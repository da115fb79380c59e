using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>
/// What the timeline service knows about an incident: enough to find it and to judge whether its
/// timeline is complete.
/// </summary>
public sealed class IncidentRef
{
    public const int MaxTitle = 500;

    public Guid Id { get; set; }
    public int Number { get; set; }
    public string Title { get; set; } = "";
    public IncidentStatus Status { get; set; }

    /// <summary>Whether the events of its timeline are not sent to subscribers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>
    /// Version of the incident this was taken from. It is also the concurrency token, because two
    /// replicas may receive changes at the same time.
    /// </summary>
    public int Version { get; set; }
    public DateTime DetectedAt { get; set; }
    public DateTime? ImpactStartedAt { get; set; }
    public DateTime? AcknowledgedAt { get; set; }
    public DateTime? MitigatedAt { get; set; }
    public DateTime? ResolvedAt { get; set; }
    public DateTime? ImpactEndedAt { get; set; }

    /// <summary>Until it is resolved.</summary>
    public bool IsActive =>
        Status is IncidentStatus.Open or IncidentStatus.Acknowledged or IncidentStatus.Mitigated;

    /// <summary>
    /// Whether its impact has ended; a time may remain from before it was reopened.
    /// </summary>
    public bool IsMitigated => Status is not (IncidentStatus.Open or IncidentStatus.Acknowledged);

    /// <summary>When it began, as far as is known.</summary>
    public DateTime BeganAt =>
        ImpactStartedAt is { } started && started < DetectedAt ? started : DetectedAt;

    /// <summary>
    /// Stores a newer state. Returns false and changes nothing if the state is not newer.
    /// </summary>
    public bool Follow(IncidentState state, int version)
    {
        if (version <= Version)
        {
            return false;
        }

        Number = state.Number;
        Title = state.Title.Truncated(MaxTitle);
        Status = state.Status;
        IsSilent = state.IsSilent;
        DetectedAt = state.DetectedAt;
        ImpactStartedAt = state.ImpactStartedAt ?? state.Impact?.StartedAt;
        AcknowledgedAt = state.AcknowledgedAt;
        MitigatedAt = state.MitigatedAt;
        ResolvedAt = state.ResolvedAt;
        ImpactEndedAt = state.Impact?.EndedAt;
        Version = version;
        return true;
    }
}
