using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>
/// What the timeline knows of an incident: as much as it needs to find it and to judge whether its
/// timeline is whole.
/// </summary>
public sealed class IncidentRef
{
    public const int MaxTitle = 500;

    public Guid Id { get; set; }
    public int Number { get; set; }
    public string Title { get; set; } = "";
    public IncidentStatus Status { get; set; }

    /// <summary>
    /// Version of the incident this was taken from; also the concurrency token, for two replicas
    /// may learn of changes at once.
    /// </summary>
    public int Version { get; set; }
    public DateTime DetectedAt { get; set; }
    public DateTime? ImpactStartedAt { get; set; }
    public DateTime? ResolvedAt { get; set; }

    /// <summary>
    /// Takes over a newer state; false, and nothing changed, for one that is not newer.
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
        DetectedAt = state.DetectedAt;
        ImpactStartedAt = state.ImpactStartedAt ?? state.Impact?.StartedAt;
        ResolvedAt = state.ResolvedAt;
        Version = version;
        return true;
    }
}
