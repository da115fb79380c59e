using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pir.Testing.Sinks;

/// <summary>A request as it arrived.</summary>
/// <param name="Headers">
/// Names compare without case; a header sent twice is joined by commas.
/// </param>
/// <param name="Body">As UTF-8 text.</param>
/// <param name="At">When its body had been read.</param>
public sealed record SinkRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    DateTimeOffset At
)
{
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{At:HH:mm:ss.fff} {Method} {Path} {Body}";
}

/// <summary>How a <see cref="WebhookSink"/> answers one request.</summary>
/// <param name="Status">200 unless given.</param>
/// <param name="Delay">Before answering.</param>
/// <param name="Headers">For example <c>Retry-After</c> or <c>Location</c>.</param>
/// <param name="Break">Closes the connection instead of answering.</param>
public sealed record SinkAnswer(
    int Status = 200,
    TimeSpan Delay = default,
    IReadOnlyDictionary<string, string>? Headers = null,
    bool Break = false,
    string Body = ""
);

/// <summary>
/// An HTTP server inside the test that records requests and responds as configured (default: 200).
/// </summary>
public sealed class WebhookSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<SinkRequest> _requests = new();
    private readonly ConcurrentQueue<SinkAnswer> _script = new();
    private readonly TimeProvider _clock;
    private WebApplication? _server;
    private Func<SinkRequest, SinkAnswer> _answer = _ => new SinkAnswer();

    private WebhookSink(int port, TimeProvider clock) =>
        (Address, _clock) = (new Uri($"http://127.0.0.1:{port}/"), clock);

    public Uri Address { get; }

    /// <summary>Everything received so far, in order of arrival.</summary>
    public IReadOnlyList<SinkRequest> Requests => [.. _requests];

    /// <param name="port">A free one unless given.</param>
    public static async Task<WebhookSink> StartNewAsync(int? port = null)
    {
        var sink = new WebhookSink(port ?? FreePort.Next(), TimeProvider.System);
        await sink.StartAsync();
        return sink;
    }

    /// <summary>An address of this sink with a path of its own.</summary>
    public Uri At(string path) => new(Address, path);

    /// <summary>Sets the responses to the next requests, then continues as before.</summary>
    public WebhookSink AnswerNext(params SinkAnswer[] answers)
    {
        foreach (var next in answers)
        {
            _script.Enqueue(next);
        }
        return this;
    }

    /// <summary>Answers the next requests with these statuses, then as before.</summary>
    public WebhookSink AnswerNext(params int[] statuses) =>
        AnswerNext([.. statuses.Select(status => new SinkAnswer(status))]);

    /// <summary>
    /// Sets the response to every request from now on, unless scripted by
    /// <see cref="AnswerNext(SinkAnswer[])"/>.
    /// </summary>
    public WebhookSink AnswerAlways(Func<SinkRequest, SinkAnswer> how)
    {
        _answer = how;
        return this;
    }

    /// <summary>Waits for requests.</summary>
    /// <returns>Those that match, in order of arrival; at least <paramref name="count"/>.</returns>
    /// <exception cref="TimeoutException">With what did arrive.</exception>
    public async Task<IReadOnlyList<SinkRequest>> WaitForAsync(
        int count,
        Func<SinkRequest, bool>? matching = null,
        TimeSpan? deadline = null,
        string description = "requests"
    )
    {
        IReadOnlyList<SinkRequest> found = [];
        await Eventually.Until(
            () => (found = [.. _requests.Where(matching ?? (_ => true))]).Count >= count,
            deadline,
            $"{count} {description} at {Address}",
            () =>
                $"Arrived: {found.Count} that match, {_requests.Count} in "
                + $"all:\n{string.Join('\n', _requests.TakeLast(20))}"
        );
        return found;
    }

    /// <summary>
    /// Stops the server but keeps its port. <see cref="StartAsync"/> brings it back.
    /// </summary>
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, Address.Port)
        );
        _server = builder.Build();
        _server.Run(ReceiveAsync);
        await _server.StartAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var request = new SinkRequest(
            context.Request.Method,
            context.Request.Path + context.Request.QueryString,
            context.Request.Headers.ToDictionary(
                h => h.Key,
                h => h.Value.ToString(),
                StringComparer.OrdinalIgnoreCase
            ),
            body,
            _clock.GetUtcNow()
        );
        // The script applies as soon as the request is visible.
        var chosen = _script.TryDequeue(out var next) ? next : _answer(request);
        _requests.Enqueue(request);

        if (chosen.Delay > TimeSpan.Zero)
        {
            await Task.Delay(chosen.Delay, context.RequestAborted);
        }
        if (chosen.Break)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = chosen.Status;
        foreach (var (name, value) in chosen.Headers ?? new Dictionary<string, string>())
        {
            context.Response.Headers[name] = value;
        }
        await context.Response.WriteAsync(chosen.Body, context.RequestAborted);
    }
}
