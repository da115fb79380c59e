namespace Pir.Platform.Connections;

/// <summary>
/// Decides which turns of a connection's health are told. A first failure and the first success
/// after it are; of a connection that goes on and off, no more than one of each in a while.
/// </summary>
public static class HealthNews
{
    /// <summary>How long after the last news a new failure waits. It is told if it lasts.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    /// <param name="isFailing">As it is now.</param>
    /// <param name="isFailureTold">Whether the last news was bad.</param>
    /// <param name="toldAt">When the last news was told; null where there was none.</param>
    public static bool IsDue(bool isFailing, bool isFailureTold, DateTime? toldAt, DateTime now) =>
        isFailing ? !isFailureTold && (toldAt is null || now - toldAt >= Quiet) : isFailureTold;
}
