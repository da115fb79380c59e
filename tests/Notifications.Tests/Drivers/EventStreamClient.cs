using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Shouldly;

namespace Pir.Notifications.Tests.Drivers;

/// <summary>One event of a stream.</summary>
internal sealed record Streamed(long Sequence, string Type, JsonElement Data)
{
    public Guid EventId => Data.GetProperty("id").GetGuid();
}

/// <summary>Follows the stream as a browser does.</summary>
internal sealed class EventStreamClient : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventStreamClient(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _parser = SseParser.Create(stream);
        _items = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Where a client would resume.</summary>
    public string LastEventId => _parser.LastEventId;

    /// <summary>Returns once the server has answered: it is listening from then.</summary>
    public static async Task<EventStreamClient> OpenAsync(
        HttpClient api,
        string query = "",
        string? lastEventId = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events" + query);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next events, as they come.</summary>
    public async Task<List<Streamed>> TakeAsync(int count)
    {
        var taken = new List<Streamed>();
        while (taken.Count < count)
        {
            (
                await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60))
            ).ShouldBeTrue($"the stream ended after {taken.Count}");
            var item = _items.Current;
            taken.Add(
                new(
                    long.Parse(_parser.LastEventId, null),
                    item.EventType,
                    JsonSerializer.Deserialize<JsonElement>(item.Data)
                )
            );
        }

        return taken;
    }

    /// <summary>Reads to the end of the connection.</summary>
    public async Task<bool> EndsAsync() =>
        !await _items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        try
        {
            await _items.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // A read is still waiting; the closed connection ends it.
        }
    }
}
