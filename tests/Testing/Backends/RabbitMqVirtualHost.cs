using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Pir.Testing.Backends;

/// <summary>A queue as the broker counts it; the counters are at most half a second old.</summary>
/// <param name="Name">Of the queue.</param>
/// <param name="Ready">Messages nobody has been given yet.</param>
/// <param name="Unacknowledged">Messages given to a consumer that has not answered.</param>
/// <param name="Consumers">Consumers subscribed now.</param>
/// <param name="Type"><c>quorum</c> or <c>classic</c>.</param>
public sealed record QueueDepth(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("messages_ready")] long Ready,
    [property: JsonPropertyName("messages_unacknowledged")] long Unacknowledged,
    [property: JsonPropertyName("consumers")] int Consumers,
    [property: JsonPropertyName("type")] string Type
)
{
    public long Total => Ready + Unacknowledged;
}

/// <summary>
/// A private part of a broker with its own exchanges, queues and messages. Removed on disposal.
/// </summary>
public sealed class RabbitMqVirtualHost(RabbitMqServer server, string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>For <c>ConnectionStrings:messaging</c>.</summary>
    public string ConnectionString => new Uri(server.Amqp, name).ToString();

    public async Task<IReadOnlyList<QueueDepth>> QueuesAsync() =>
        await server.Management.GetFromJsonAsync<List<QueueDepth>>(
            $"api/queues/{name}?disable_stats=true&enable_queue_totals=true"
        ) ?? [];

    /// <returns>Null when there is no such queue.</returns>
    public async Task<QueueDepth?> QueueAsync(string queue) =>
        (await QueuesAsync()).FirstOrDefault(depth => depth.Name == queue);

    /// <summary>Waits until no queue has a message, delivered or not.</summary>
    /// <param name="deadline">20 s unless given.</param>
    /// <param name="except">Queues that may hold some, for example parked messages.</param>
    public Task WaitUntilEmptyAsync(TimeSpan? deadline = null, params string[] except)
    {
        IReadOnlyList<QueueDepth> last = [];
        return Eventually.Until(
            async () =>
            {
                last = await QueuesAsync();
                return last.All(queue => queue.Total == 0 || except.Contains(queue.Name));
            },
            deadline,
            $"every queue of {name} is empty",
            () => string.Join(Environment.NewLine, last)
        );
    }

    /// <summary>Deletes the undelivered messages of a queue.</summary>
    public async Task PurgeAsync(string queue)
    {
        using var response = await server.Management.DeleteAsync(
            $"api/queues/{name}/{Uri.EscapeDataString(queue)}/contents"
        );
        response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Receives everything from a topic exchange and keeps almost none of it, in memory. For
    /// measuring publishers whose messages nobody needs.
    /// </summary>
    public async Task SwallowAsync(string exchange)
    {
        const string queue = "swallow";
        await PutAsync($"api/exchanges/{name}/{exchange}", new { type = "topic", durable = true });
        await PutAsync(
            $"api/queues/{name}/{queue}",
            new
            {
                durable = false,
                arguments = new Dictionary<string, object> { ["x-max-length"] = 10 },
            }
        );
        using var response = await server.Management.PostAsJsonAsync(
            $"api/bindings/{name}/e/{exchange}/q/{queue}",
            new { routing_key = "#" }
        );
        response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// Closes every connection to the broker, like a broken network. Clients reconnect
    /// automatically.
    /// </summary>
    public async Task CloseConnectionsAsync()
    {
        var connections =
            await server.Management.GetFromJsonAsync<List<Connection>>(
                $"api/vhosts/{name}/connections"
            ) ?? [];
        foreach (var connection in connections)
        {
            using var response = await server.Management.DeleteAsync(
                $"api/connections/{Uri.EscapeDataString(connection.Name)}"
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            using var response = await server.Management.DeleteAsync($"api/vhosts/{name}");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or ObjectDisposedException)
        {
            // The broker is gone already, and the virtual host with it.
        }
    }

    private async Task PutAsync(string path, object body)
    {
        using var response = await server.Management.PutAsJsonAsync(path, body);
        response.EnsureSuccessStatusCode();
    }

    private sealed record Connection([property: JsonPropertyName("name")] string Name);
}
