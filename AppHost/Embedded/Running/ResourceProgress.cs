namespace Aspire.Hosting.Running;

/// <summary>How far the processes of one resource are, for those who wait for it.</summary>
internal sealed class ResourceProgress(int instances)
{
    private readonly TaskCompletionSource _started = New();
    private readonly TaskCompletionSource _healthy = New();
    private readonly TaskCompletionSource _ended = New();
    private int _startsMissing = instances;
    private int _healthyMissing = instances;

    /// <summary>Every process runs, or did.</summary>
    public Task Started => _started.Task;

    /// <summary>Every process has been healthy at least once.</summary>
    public Task Healthy => _healthy.Task;

    /// <summary>It ended with the expected exit code.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Set if somebody waits for its end; otherwise any end is a crash.</summary>
    public int? ExpectedExitCode { get; init; }

    public void ReportStarted() => CountDown(ref _startsMissing, _started);

    public void ReportHealthy() => CountDown(ref _healthyMissing, _healthy);

    public void ReportEnded() => _ended.TrySetResult();

    private static void CountDown(ref int missing, TaskCompletionSource all)
    {
        if (Interlocked.Decrement(ref missing) == 0)
            all.TrySetResult();
    }

    private static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
