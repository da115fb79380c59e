using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Pir.Testing.Sinks;

namespace Pir.Load;

/// <summary>
/// A receiver of opened incidents, which records when and how often each arrived.
/// </summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private static readonly string[] Events = ["incident.opened"];

    private readonly WebhookSink _sink;
    private readonly ConcurrentDictionary<string, Arrival> _arrivals = new(StringComparer.Ordinal);

    private Subscriber(WebhookSink sink) => _sink = sink;

    /// <summary>Keyed by the name of the alert.</summary>
    public IReadOnlyDictionary<string, Arrival> Arrivals => _arrivals;

    public static async Task<Subscriber> StartAsync(HttpClient pir)
    {
        var sink = await WebhookSink.StartNewAsync();
        var subscriber = new Subscriber(sink);
        sink.AnswerAlways(request =>
        {
            subscriber.Record(request);
            return new SinkAnswer();
        });
        using var answer = await pir.PostAsJsonAsync(
            "/api/subscriptions",
            new { url = sink.At("/bench"), events = Events }
        );
        answer.EnsureSuccessStatusCode();
        return subscriber;
    }

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    private void Record(SinkRequest request)
    {
        var now = Stopwatch.GetTimestamp();
        var incident = request.Json.GetProperty("data").GetProperty("incident");
        var name = AlertBody.NameIn(incident.GetProperty("title").GetString()!);
        _arrivals.AddOrUpdate(
            name,
            _ => new Arrival(now, 1),
            (_, known) => known with { Times = known.Times + 1 }
        );
    }
}

/// <param name="At">Stopwatch ticks of the first time.</param>
/// <param name="Times">1, or there were duplicates.</param>
internal sealed record Arrival(long At, int Times);
