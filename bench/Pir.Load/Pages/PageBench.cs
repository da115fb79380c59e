using System.Diagnostics;
using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Events;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.Load.Pages;

/// <summary>Times of one page.</summary>
/// <param name="Milliseconds">From the request to the last byte, one per request.</param>
/// <param name="Kilobytes">Of HTML, as sent.</param>
internal sealed record PageTimes(string Name, List<double> Milliseconds, double Kilobytes)
{
    public double P50 => Milliseconds.Percentile(50);

    public double P95 => Milliseconds.Percentile(95);
}

/// <summary>What was stored while pages were timed.</summary>
internal sealed record Stored(string What, long Rows);

/// <summary>
/// Fills a product with years of incidents and requests each of its pages repeatedly.
/// </summary>
internal sealed class PageBench : IAsyncDisposable
{
    /// <summary>A page that calls no service, to measure the cost of a page itself.</summary>
    public const string Empty = "preferences";

    private const int LongTimeline = 2_000;
    private const int WarmUps = 5;

    private static readonly string[] Services =
    [
        EventCatalog.Intake,
        EventCatalog.TimelineService,
        EventCatalog.Review,
        EventCatalog.ActionTracking,
        EventCatalog.Notification,
    ];

    private readonly TempFolder _folder = new("bench-pages");
    private readonly Uri _address = new($"http://127.0.0.1:{FreePort.Next()}");
    private readonly PersonAtBrowser _ada;
    private readonly HttpClient _scripts;
    private ChildProcess? _process;

    public PageBench()
    {
        _ada = new(_address);
        _scripts = Installation.Client(_address);
    }

    private string Data => _folder.File("data");

    public static async Task<(List<PageTimes> Pages, List<Stored> Stored)> RunAsync(
        PageOptions options,
        Action<string> say
    )
    {
        await using var bench = new PageBench();
        say("making fifty incidents through the API");
        var multiplier = await bench.PrepareAsync();
        say($"making {options.Incidents} of them");
        var actions = (int)multiplier.Count("action", "Actions");
        multiplier.Multiply(options.Incidents / Templates.Count, Templates.Count, actions);
        await bench.StartAsync();
        say("making what the pages show");
        var pages = await bench.PagesAsync();
        say($"asking for each of {pages.Count} pages {options.Requests} times");
        var times = await bench.MeasureAsync(pages, options.Requests);
        return (times, Stock(multiplier));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ada.Dispose();
        _scripts.Dispose();
        _folder.Dispose();
    }

    /// <returns>Ready to multiply. The product is stopped.</returns>
    private async Task<Multiplier> PrepareAsync()
    {
        await StartAsync();
        var line = await _process!.WaitForLineAsync("Setup: ");
        await _ada.SetUpAsync(line[line.IndexOf("/setup", StringComparison.Ordinal)..].Trim());
        var multiplier = new Multiplier(Data);
        multiplier.Mark();
        var api = new Api(_scripts);
        await Templates.CreateAsync(api);
        await Eventually.Until(
            async () => await IsToldAsync(api) && await IsToldAsync(api),
            description: "the services have told each other everything"
        );
        await StopAsync();
        return multiplier;
    }

    /// <summary>
    /// Whether no event is on its way. An event may cause another one to a service that was already
    /// checked, so this is checked twice.
    /// </summary>
    private static async Task<bool> IsToldAsync(Api api)
    {
        foreach (var service in Services)
        {
            var outbox = await api.GetAsync($"/api/operations/{service}/outbox");
            if (outbox.GetProperty("pending").GetInt32() > 0)
            {
                return false;
            }
        }

        return true;
    }

    private async Task<Dictionary<string, string>> PagesAsync()
    {
        var api = new Api(_scripts);
        var sample = await SampleData.CreateAsync(api);
        var longOne = await Templates.CreateLongAsync(api, LongTimeline);
        return new(sample.Pages)
        {
            [$"incident with {LongTimeline} entries"] = $"/incidents/{longOne}",
            ["incidents, searched"] = "/incidents?status=all&q=connection+pool",
            ["incidents, filtered"] = "/incidents?status=resolved&severity=sev2&service=checkout",
        };
    }

    /// <summary>
    /// All pages take turns, so that a busy moment of the machine affects all of them.
    /// </summary>
    private async Task<List<PageTimes>> MeasureAsync(Dictionary<string, string> pages, int requests)
    {
        var all = new List<PageTimes>();
        foreach (var (name, path) in pages)
        {
            var bytes = 0L;
            for (var i = 0; i < WarmUps; i++)
            {
                bytes = await _ada.AskAsync(path);
            }

            all.Add(new(name, [], bytes / 1024.0));
        }

        for (var request = 0; request < requests; request++)
        {
            foreach (var page in all)
            {
                var began = Stopwatch.GetTimestamp();
                await _ada.AskAsync(pages[page.Name]);
                page.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        return all;
    }

    private static List<Stored> Stock(Multiplier stored) =>
        [
            new("incidents", stored.Count("intake", "Incidents")),
            new("timeline entries", stored.Count("timeline", "Entries")),
            new("reviews", stored.Count("review", "Reviews")),
            new("actions", stored.Count("action", "Actions")),
            new("events in the log", stored.Count("notification", "Events")),
        ];

    private async Task StartAsync()
    {
        _process = ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
            Installation.Settings,
            "--urls",
            _address.ToString(),
            "--Data:Directory",
            Data
        );
        await _process.WaitForHttpAsync(new Uri(_address, "/health"), TimeSpan.FromMinutes(2));
    }

    private async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.StopAsync();
            await process.DisposeAsync();
        }
    }
}
