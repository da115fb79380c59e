using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing;
using Pir.Testing.Backends;

namespace Pir.Load;

/// <summary>One round; milliseconds from the moment a webhook is sent.</summary>
/// <param name="Accepted">Until its 202.</param>
/// <param name="Timeline">
/// Until a reader of the API sees the incident's timeline (of every fifth webhook).
/// </param>
/// <param name="Subscriber">Until a subscriber was sent the event.</param>
internal sealed record PathRound(
    IReadOnlyList<double> Accepted,
    IReadOnlyList<double> Timeline,
    IReadOnlyList<double> Subscriber
);

/// <summary>
/// Webhook to incident to timeline and subscriber, through every service, at a sustainable rate.
/// Then a burst, and a count of what arrived.
/// </summary>
internal sealed class WholePath : IAsyncDisposable
{
    private const int SampleEvery = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly Installation _installation;
    private readonly HttpClient _pir;
    private readonly HttpClient _sender;
    private readonly Subscriber _subscriber;
    private readonly string _webhook;
    private readonly ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);
    private int _names;

    private WholePath(
        Installation installation,
        HttpClient pir,
        Subscriber subscriber,
        string webhook
    )
    {
        (_installation, _pir, _subscriber, _webhook) = (installation, pir, subscriber, webhook);
        _sender = new HttpClient
        {
            BaseAddress = installation.AddressOf(Installation.Intake),
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    public Installation Installation => _installation;

    public static async Task<WholePath> StartAsync(RabbitMqServer broker)
    {
        var host = await broker.CreateVirtualHostAsync();
        var installation = await Installation.StartAsync(host, host, Installation.Everything);
        var pir = installation.Client();
        var webhook = await Installation.CreateSourceAsync(pir);
        var path = new WholePath(installation, pir, await Subscriber.StartAsync(pir), webhook);
        await path.RunAsync(rate: 50, seconds: 2); // Compiles what is hot.
        return path;
    }

    /// <summary>Sends at a steady rate, whether or not the responses keep up.</summary>
    public async Task<PathRound> RunAsync(int rate, int seconds)
    {
        var sending = new List<Task<Trip>>();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < rate * seconds; i++)
        {
            var wait = TimeSpan.FromSeconds((double)i / rate) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }
            sending.Add(TravelAsync(isSampled: i % SampleEvery == 0));
        }
        var trips = await Task.WhenAll(sending);
        await ArriveAsync();
        return new PathRound(
            [.. trips.Select(t => t.Accepted)],
            [.. trips.Where(t => t.Timeline > 0).Select(t => t.Timeline)],
            [
                .. trips.Select(t =>
                    Stopwatch
                        .GetElapsedTime(_sent[t.Name], _subscriber.Arrivals[t.Name].At)
                        .TotalMilliseconds
                ),
            ]
        );
    }

    /// <summary>Sends as fast as the responses arrive, 64 at a time.</summary>
    public async Task BurstAsync(int count) =>
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (_, _) => await SendAsync()
        );

    /// <summary>Compares accepted webhooks with stored incidents by name.</summary>
    public async Task<Ledger> CountIncidentsAsync()
    {
        var stored = new Dictionary<string, int>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var cursor = after is null ? "" : "&after=" + Uri.EscapeDataString(after);
            var page = await _pir.GetFromJsonAsync<JsonElement>(
                $"/api/incidents?status=all&limit=200{cursor}"
            );
            foreach (var incident in page.GetProperty("items").EnumerateArray())
            {
                var name = AlertBody.NameIn(incident.GetProperty("title").GetString()!);
                stored[name] = stored.GetValueOrDefault(name) + 1;
            }
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (after is not null);
        return Compare(stored);
    }

    /// <summary>
    /// Compares accepted webhooks with the events at the subscriber, after all had time to arrive.
    /// </summary>
    public async Task<Ledger> CountDeliveriesAsync()
    {
        try
        {
            await ArriveAsync();
        }
        catch (TimeoutException)
        {
            // Everything that has not arrived by now counts as lost.
        }
        // A second delivery of the same event would have started by now.
        await Task.Delay(TimeSpan.FromSeconds(1));
        return Compare(
            _subscriber.Arrivals.ToDictionary(
                a => a.Key,
                a => a.Value.Times,
                StringComparer.Ordinal
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _installation.DisposeAsync();
        await _subscriber.DisposeAsync();
        _sender.Dispose();
        _pir.Dispose();
    }

    private Ledger Compare(Dictionary<string, int> arrived) =>
        new(
            _sent.Count,
            arrived.Values.Sum(),
            _sent.Keys.LongCount(name => !arrived.ContainsKey(name)),
            arrived.Sum(a => _sent.ContainsKey(a.Key) ? a.Value - 1 : a.Value)
        );

    private Task ArriveAsync() =>
        Eventually.Until(
            () => _sent.Keys.All(_subscriber.Arrivals.ContainsKey),
            Deadline,
            "every event arrives at the subscriber",
            () => $"{_subscriber.Arrivals.Count} of {_sent.Count} arrived"
        );

    private async Task<Trip> TravelAsync(bool isSampled)
    {
        var name = await SendAsync();
        var accepted = Stopwatch.GetElapsedTime(_sent[name]).TotalMilliseconds;
        if (!isSampled)
        {
            return new Trip(name, accepted, 0);
        }
        var id = await IncidentOfAsync(name);
        await Eventually.Until(
            () => HasTimelineAsync(id),
            Deadline,
            $"the timeline of incident {id} has an entry"
        );
        return new Trip(name, accepted, Stopwatch.GetElapsedTime(_sent[name]).TotalMilliseconds);
    }

    // The service itself waits two seconds for an unknown incident.
    private async Task<bool> HasTimelineAsync(string id)
    {
        using var answer = await _pir.GetAsync($"/api/incidents/{id}/timeline");
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
        var entries = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return entries.GetProperty("items").GetArrayLength() > 0;
    }

    private async Task<string> SendAsync()
    {
        var name = $"t{Environment.ProcessId}-{Interlocked.Increment(ref _names):D6}";
        var start = Stopwatch.GetTimestamp();
        using var content = AlertBody.Of(name);
        using var answer = await _sender.PostAsync(_webhook, content);
        if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"The intake answered {answer.StatusCode}.");
        }
        _sent[name] = start;
        return name;
    }

    // Accepted means committed, so it can be found immediately.
    private async Task<string> IncidentOfAsync(string name)
    {
        var found = await _pir.GetFromJsonAsync<JsonElement>(
            $"/api/incidents?status=all&limit=1&q={name}"
        );
        return found.GetProperty("items")[0].GetProperty("id").GetString()!;
    }

    private sealed record Trip(string Name, double Accepted, double Timeline);
}
