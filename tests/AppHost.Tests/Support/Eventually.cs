namespace Pir.AppHost.Tests.Support;

/// <summary>Waits for a condition by asking again, with a deadline far beyond what is normal.</summary>
public static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    public static async Task IsTrueAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!condition())
        {
            if (deadline.IsCancellationRequested)
                throw new TimeoutException(otherwise());
            await timer.WaitForNextTickAsync();
        }
    }
}
