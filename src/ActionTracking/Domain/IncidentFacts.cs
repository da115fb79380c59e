using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;

namespace Pir.ActionTracking.Domain;

/// <summary>The facts of an incident that actions need.</summary>
public sealed class IncidentFacts
{
    public Guid Id { get; set; }
    public int Number { get; set; }
    public string? Service { get; set; }
    public string? Team { get; set; }
    public Severity Severity { get; set; }

    /// <summary>Whether events of its actions are not sent to subscribers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>
    /// The version of the incident that these facts come from. Also the concurrency token, because
    /// two replicas may handle changes at once.
    /// </summary>
    public int Version { get; set; }

    /// <summary>Applies a newer state.</summary>
    /// <returns>
    /// The earlier facts; null, with no change, if the state is not newer.
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
        IsSilent = state.IsSilent;
        Version = version;
        return before;
    }

    /// <summary>Whether the change affects actions of this incident.</summary>
    public bool DiffersFrom(IncidentFacts other) =>
        Service != other.Service || Team != other.Team || Severity != other.Severity;
}
