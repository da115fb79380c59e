using System.Diagnostics;
using System.Net;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>What one start cost, up to its first 202.</summary>
/// <param name="Seconds">From exec.</param>
/// <param name="ProcessorSeconds">Says the same of a machine that others use too.</param>
/// <param name="Resident">MB, right after the first webhook.</param>
/// <param name="Share">MB, pages shared with other processes counted once.</param>
internal sealed record StartCost(
    double Seconds,
    double ProcessorSeconds,
    double Resident,
    double Share
);

/// <summary>Requests per second of one process, early and late in its life.</summary>
/// <param name="Early">In the seconds after the fifth one.</param>
/// <param name="Warm">After many thousand requests.</param>
internal sealed record WarmUp(double Early, double Warm)
{
    public double Ratio => Early / Warm;
}

/// <summary>
/// The one-process product with existing databases, from its start to its first committed webhook,
/// and the seconds after that.
/// </summary>
internal sealed class ColdStart : IAsyncDisposable
{
    private const double Megabyte = 1_048_576;
    private const int EarlySeconds = 5;
    private const int MeasuredSeconds = 2;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly string _program;
    private readonly TempFolder _folder = new("bench-standalone");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private string _webhook = "";
    private int _starts;

    private ColdStart(string program) => _program = program;

    /// <param name="program">As built, or as built without what makes it start fast.</param>
    public static async Task<ColdStart> PrepareAsync(string program)
    {
        var start = new ColdStart(program);
        await using var process = start.Launch();
        await process.WaitForHttpAsync(new Uri(start._address, "/health"), Limit);
        using var pir = Installation.Client(start._address);
        start._webhook = await Installation.CreateSourceAsync(pir);
        await process.StopAsync();
        return start;
    }

    public async Task<StartCost> RunAsync()
    {
        var began = Stopwatch.GetTimestamp();
        await using var process = Launch();
        await AcceptOneAsync(process);
        var cost = new StartCost(
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            ProcessTable.ProcessorSecondsOf(process.Id),
            ProcessTable.ResidentOf(process.Id) / Megabyte,
            ProcessTable.ShareOfMemoryOf(process.Id) / Megabyte
        );
        await process.StopAsync();
        return cost;
    }

    /// <summary>How soon a fresh process lists incidents as fast as it ever does.</summary>
    public Task<WarmUp> ListAsync(int secondsToWarm) =>
        WarmUpAsync(
            seconds => Wrk.ReadAsync(new Uri(_address, "/api/incidents"), seconds),
            secondsToWarm
        );

    /// <summary>How soon a fresh process accepts webhooks as fast as it ever does.</summary>
    public Task<WarmUp> StormAsync(int secondsToWarm) =>
        WarmUpAsync(seconds => Wrk.RunAsync(new Uri(_address, _webhook), seconds), secondsToWarm);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<WarmUp> WarmUpAsync(Func<int, Task<WrkResult>> offer, int secondsToWarm)
    {
        await using var process = Launch();
        await AcceptOneAsync(process);
        await offer(EarlySeconds);
        var early = await offer(MeasuredSeconds);
        await offer(secondsToWarm);
        var warm = await offer(MeasuredSeconds);
        await process.StopAsync();
        return new(early.PerSecond, warm.PerSecond);
    }

    private async Task AcceptOneAsync(ChildProcess process)
    {
        using var client = new HttpClient { BaseAddress = _address };
        var name = $"cold-{++_starts}";
        var began = Stopwatch.GetTimestamp();
        while (!await IsAcceptedAsync(client, name))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new InvalidOperationException($"Standalone did not start: {process.Output}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
    }

    private ChildProcess Launch() =>
        ChildProcess.StartDotnet(
            _program,
            Installation.Settings,
            "--urls",
            _address.ToString(),
            "--Data:Directory",
            _folder.File("data")
        );

    private async Task<bool> IsAcceptedAsync(HttpClient client, string name)
    {
        try
        {
            using var content = AlertBody.Of(name);
            using var answer = await client.PostAsync(_webhook, content);
            return answer.StatusCode == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false; // Not listening yet.
        }
    }
}
