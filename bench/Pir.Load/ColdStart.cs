using System.Diagnostics;
using System.Net;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>
/// From starting the one-process product with existing databases to its first committed webhook.
/// </summary>
internal sealed class ColdStart : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly TempFolder _folder = new("bench-standalone");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private string _webhook = "";
    private int _starts;

    private ColdStart() { }

    /// <summary>Resident bytes right after the first webhook of the last start.</summary>
    public long WorkingSet { get; private set; }

    public static async Task<ColdStart> PrepareAsync()
    {
        var start = new ColdStart();
        await using var process = start.Launch();
        await process.WaitForHttpAsync(new Uri(start._address, "/health"), Limit);
        using var pir = Installation.Client(start._address);
        start._webhook = await Installation.CreateSourceAsync(pir);
        await process.StopAsync();
        return start;
    }

    /// <returns>Seconds.</returns>
    public async Task<double> RunAsync()
    {
        using var client = new HttpClient { BaseAddress = _address };
        var name = $"cold-{++_starts}";
        var began = Stopwatch.GetTimestamp();
        await using var process = Launch();
        while (!await IsAcceptedAsync(client, name))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new InvalidOperationException($"Standalone did not start: {process.Output}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(2));
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        WorkingSet = process.WorkingSet;
        await process.StopAsync();
        return seconds;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private ChildProcess Launch() =>
        ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
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
