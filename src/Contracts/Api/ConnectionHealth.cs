namespace Pir.Contracts.Api;

/// <summary>Whether deliveries from a source, or to a subscription, succeed.</summary>
public enum ConnectionState
{
    /// <summary>
    /// Nothing has been sent yet, or nothing since it was enabled again after a failure.
    /// </summary>
    Unheard,

    /// <summary>The last delivery succeeded.</summary>
    Healthy,

    /// <summary>No delivery has succeeded since the first failure.</summary>
    Failing,
}

/// <summary>
/// The health of a connection, computed from the outcomes of its latest deliveries.
/// </summary>
/// <param name="Since">Time of the first failure since the last success.</param>
/// <param name="Failures">Number of failures since then.</param>
/// <param name="Cause">A stable code for the latest failure.</param>
/// <param name="Detail">More details about it, for people.</param>
public sealed record ConnectionHealth(
    ConnectionState State,
    DateTime? Since,
    int Failures = 0,
    string? Cause = null,
    string? Detail = null
)
{
    public static ConnectionHealth Unheard { get; } = new(ConnectionState.Unheard, Since: null);

    public static ConnectionHealth Healthy { get; } = new(ConnectionState.Healthy, Since: null);
}
