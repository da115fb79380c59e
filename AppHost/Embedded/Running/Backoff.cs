namespace Aspire.Hosting.Running;

/// <summary>Pauses between starts of a process that keeps ending: a short one first (half a second unless set), doubled each time, at most half a minute.</summary>
internal sealed class Backoff(TimeProvider clock, TimeSpan first)
{
    /// <summary>A healthy process that ran this long is no longer thought of as failing at its start.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    /// <summary>Ends without a longer run in between, this one included.</summary>
    public int Failures => _failures;

    /// <param name="startedAt">Timestamp of the start of the process that has just ended.</param>
    /// <param name="hasBeenHealthy">Whether it ever was healthy; one that never got there has failed, however long it tried.</param>
    public TimeSpan Next(long startedAt, bool hasBeenHealthy)
    {
        if (hasBeenHealthy && clock.GetElapsedTime(startedAt) > Settled)
            _failures = 0;
        _failures++;
        var pause = first * Math.Pow(2, Math.Min(_failures - 1, 10));
        return pause < Longest ? pause : Longest;
    }
}
