namespace Pir.IncidentIntake.Domain;

/// <summary>What a message about an alert says.</summary>
public enum AlertSignal
{
    /// <summary>It is on.</summary>
    Firing,

    /// <summary>Somebody has taken it in the sender's tool.</summary>
    Acknowledged,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>Nothing that calls for anybody: a pause, a maintenance window.</summary>
    Information,
}
