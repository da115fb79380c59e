using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Load.Pages;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.Load.Storms;

/// <summary>What a storm left, and how pages answered.</summary>
/// <param name="Incidents">Stored at the end.</param>
/// <param name="Refused">Webhooks that were not answered with 202.</param>
/// <param name="Took">From the first webhook until each was answered.</param>
/// <param name="During">Pages while it lasted.</param>
/// <param name="After">The same pages when it was over.</param>
internal sealed record StormOutcome(
    int Incidents,
    int Refused,
    TimeSpan Took,
    IReadOnlyList<PageTimes> During,
    IReadOnlyList<PageTimes> After
)
{
    /// <summary>Exactly what the rules say.</summary>
    public bool IsSound => Refused == 0 && Incidents == StormPlan.Incidents;
}

/// <summary>
/// Sends a storm of alerts through routing rules to the one-process product while a person opens
/// pages, and counts the incidents that it ends in.
/// </summary>
internal sealed class StormBench : IAsyncDisposable
{
    private const int Senders = 32;
    private const int RoundsAfter = 50;

    private readonly TempFolder _folder = new("bench-storm");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly PersonAtBrowser _ada;
    private readonly HttpClient _script;
    private ChildProcess? _process;

    private StormBench()
    {
        _ada = new(_address);
        _script = Installation.Client(_address);
    }

    public static async Task<StormOutcome> RunAsync(StormOptions options, Action<string> say)
    {
        await using var bench = new StormBench();
        var webhook = await bench.PrepareAsync();
        say($"sending {options.Alerts} alerts, {options.PerSecond} per second");
        using var over = new CancellationTokenSource();
        var reading = bench.ReadAsync(() => over.IsCancellationRequested);
        var began = Stopwatch.GetTimestamp();
        var refused = await bench.SendAsync(webhook, options);
        var took = Stopwatch.GetElapsedTime(began);
        await over.CancelAsync();
        var during = await reading;
        say("reading the same pages afterwards");
        var rounds = 0;
        var after = await bench.ReadAsync(() => rounds++ == RoundsAfter);
        return new(await bench.CountAsync(), refused, took, during, after);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.StopAsync();
            await _process.DisposeAsync();
        }

        _ada.Dispose();
        _script.Dispose();
        _folder.Dispose();
    }

    /// <returns>The path of the webhook.</returns>
    private async Task<string> PrepareAsync()
    {
        _process = ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
            Installation.Settings,
            "--urls",
            _address.ToString(),
            "--Data:Directory",
            _folder.File("data")
        );
        await _process.WaitForHttpAsync(new Uri(_address, "/health"), TimeSpan.FromMinutes(2));
        var line = await _process.WaitForLineAsync("Setup: ");
        await _ada.SetUpAsync(line[line.IndexOf("/setup", StringComparison.Ordinal)..].Trim());
        var webhook = await Installation.CreateSourceAsync(_script);
        foreach (var rule in StormPlan.Rules)
        {
            using var answer = await _script.PostAsJsonAsync(
                "/api/alert-rules",
                rule,
                EventJson.Options
            );
            answer.EnsureSuccessStatusCode();
        }

        return webhook;
    }

    /// <returns>How many webhooks were refused.</returns>
    private async Task<int> SendAsync(string webhook, StormOptions options)
    {
        var bodies = StormPlan.Bodies();
        var refused = 0;
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, options.Alerts),
            new ParallelOptions { MaxDegreeOfParallelism = Senders },
            async (i, cancel) =>
            {
                var due = TimeSpan.FromSeconds((double)i / options.PerSecond);
                if (due - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, cancel);
                }

                using var body = new ByteArrayContent(bodies[i % bodies.Count]);
                body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                using var answer = await _script.PostAsync(webhook, body, cancel);
                if (answer.StatusCode != HttpStatusCode.Accepted)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        );
        return refused;
    }

    /// <summary>Opens the pages of somebody on call in turn.</summary>
    private async Task<IReadOnlyList<PageTimes>> ReadAsync(Func<bool> isOver)
    {
        PageTimes[] pages =
        [
            .. (
                (string[])["/", "/incidents", "/incidents/INC-1", "/alert-rules", "/sources"]
            ).Select(path => new PageTimes(path, [], 0)),
        ];
        while (!isOver())
        {
            foreach (var page in pages)
            {
                var began = Stopwatch.GetTimestamp();
                await _ada.AskAsync(page.Name);
                page.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        return pages;
    }

    private async Task<int> CountAsync()
    {
        var list = await _script.GetFromJsonAsync<Paged<JsonElement>>(
            "/api/incidents?status=all&limit=1&total=true",
            EventJson.Options
        );
        return list!.Total ?? 0;
    }
}
