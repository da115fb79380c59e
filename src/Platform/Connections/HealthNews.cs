namespace Pir.Platform.Connections;

/// <summary>
/// Decides which changes of a connection's health are reported. The first failure and the first
/// success after it are. For a flapping connection, at most one of each is reported per period.
/// </summary>
public static class HealthNews
{
    /// <summary>
    /// How long after the last report a new failure waits. It is reported if it lasts that long.
    /// </summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    /// <param name="isFailing">The current state.</param>
    /// <param name="isFailureTold">Whether the last report was a failure.</param>
    /// <param name="toldAt">Time of the last report; null if there was none.</param>
    public static bool IsDue(bool isFailing, bool isFailureTold, DateTime? toldAt, DateTime now) =>
        isFailing ? !isFailureTold && (toldAt is null || now - toldAt >= Quiet) : isFailureTold;
}
