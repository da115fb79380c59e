namespace Pir.IncidentIntake.Domain;

/// <summary>What a message reports about an alert.</summary>
public enum AlertSignal
{
    /// <summary>The alert is firing.</summary>
    Firing,

    /// <summary>Somebody acknowledged it in the sender's tool.</summary>
    Acknowledged,

    /// <summary>The alert has ended.</summary>
    Resolved,

    /// <summary>Nothing to act on, e.g. a pause or a maintenance window.</summary>
    Information,
}
