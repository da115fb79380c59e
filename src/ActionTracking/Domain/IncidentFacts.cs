using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.ActionTracking.Domain;

/// <summary>What actions need to know of an incident.</summary>
public sealed class IncidentFacts
{
    public Guid Id { get; set; }
    public int Number { get; set; }
    public string? Service { get; set; }
    public string? Team { get; set; }
    public Severity Severity { get; set; }

    /// <summary>
    /// Version of the incident this was taken from; also the concurrency token, for two replicas
    /// may learn of changes at once.
    /// </summary>
    public int Version { get; set; }

    /// <summary>Takes over a newer state.</summary>
    /// <returns>
    /// What was known before; null, and nothing changed, where the state is not newer.
    /// </returns>
    public IncidentFacts? Follow(IncidentState state, int version)
    {
        if (version <= Version)
        {
            return null;
        }

        var before = (IncidentFacts)MemberwiseClone();
        Number = state.Number;
        Service = state.Service?.Truncated(ActionItem.MaxName);
        Team = state.Team?.Truncated(ActionItem.MaxName);
        Severity = state.Severity;
        Version = version;
        return before;
    }

    /// <summary>Whether an action of this incident would look different now.</summary>
    public bool DiffersFrom(IncidentFacts other) =>
        Service != other.Service || Team != other.Team || Severity != other.Severity;
}
