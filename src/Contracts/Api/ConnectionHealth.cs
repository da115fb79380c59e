namespace Pir.Contracts.Api;

/// <summary>Whether what a source sends, or what a subscription is sent, gets through.</summary>
public enum ConnectionState
{
    /// <summary>
    /// Nothing has been sent yet, or nothing since it was switched on again after a failure.
    /// </summary>
    Unheard,

    /// <summary>The last delivery got through.</summary>
    Healthy,

    /// <summary>No delivery has got through since the first failure.</summary>
    Failing,
}

/// <summary>
/// The health of a connection, computed from the outcomes of its last deliveries.
/// </summary>
/// <param name="Since">When the first delivery failed since the last success.</param>
/// <param name="Failures">How many have failed since then.</param>
/// <param name="Cause">A stable word for what went wrong last.</param>
/// <param name="Detail">What is known about it besides, for people.</param>
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
