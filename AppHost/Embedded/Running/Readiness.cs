namespace Aspire.Hosting.Running;

/// <summary>Waits until everything a run needs is ready, and says now and then what it still waits for.</summary>
internal sealed class Readiness(RunPlan plan, RunContext run)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromSeconds(15);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var needed = plan
            .Instances.Where(i => !i.IsOptional)
            .Select(i => i.Resource)
            .Distinct()
            .ToDictionary(r => r.Name, r => IsReady(plan.Progress[r]));
        while (needed.Values.Any(ready => !ready.IsCompleted))
        {
            try
            {
                await Task.WhenAll(needed.Values).WaitAsync(Reminder, run.Clock, cancellationToken);
            }
            catch (TimeoutException)
            {
                var missing = needed.Where(n => !n.Value.IsCompleted).Select(n => n.Key);
                run.Log.Write($"waiting for {string.Join(", ", missing)}");
            }
        }
    }

    private static Task IsReady(ResourceProgress progress) =>
        progress.ExpectedExitCode is null ? progress.Healthy : progress.Ended;
}
