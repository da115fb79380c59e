using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Extensions.Options;
using Pir.Contracts.Connections;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Sending;

/// <summary>Outcome of one request.</summary>
/// <param name="Error">One of <see cref="DeliveryCause"/>; null for a 2xx answer.</param>
/// <param name="RetryAfter">The wait that the receiver asked for.</param>
public sealed record SendResult(
    int? StatusCode,
    string? Error,
    TimeSpan? RetryAfter,
    TimeSpan Duration
)
{
    public bool IsSuccess => Error is null;
}

/// <summary>
/// Sends signed bodies without redirects, proxy or cookies and only to permitted addresses. Reads
/// little of the response and respects the time-out.
/// </summary>
public sealed class WebhookClient : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024;
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(2);
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;

    public WebhookClient(
        TargetGuard guard,
        IOptions<NotificationOptions> options,
        TimeProvider clock
    )
    {
        _clock = clock;
        _timeout = options.Value.Timeout;
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            // After that, the name is resolved and checked again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("PIR-Platform-Webhooks", "1.0")
        );
    }

    /// <summary>Makes one attempt. Throws only if <paramref name="stop"/> is cancelled.</summary>
    public async Task<SendResult> SendAsync(
        Uri url,
        string id,
        IReadOnlyList<string> secrets,
        byte[] body,
        CancellationToken stop
    )
    {
        var began = Stopwatch.GetTimestamp();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timeout.CancelAfter(_timeout);
        try
        {
            using var request = CreateRequest(url, id, secrets, body);
            using var response = await _http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                timeout.Token
            );
            await DrainAsync(response, timeout.Token);
            return Judge(response, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            return new(null, Classify(exception), null, Stopwatch.GetElapsedTime(began));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage CreateRequest(
        Uri url,
        string id,
        IReadOnlyList<string> secrets,
        byte[] body
    )
    {
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(CloudEvent.ContentType);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString());
        request.Headers.Add(
            "webhook-signature",
            WebhookSignature.Sign(secrets, id, timestamp, body)
        );
        return request;
    }

    /// <summary>
    /// Reads a short response to its end, so that the connection can be reused. After a long or
    /// slow response, the connection is closed. The status is already known, so the rest of the
    /// response changes nothing.
    /// </summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(DrainTimeout);
        try
        {
            var buffer = new byte[MaxAnswerBytes];
            await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
            _ = await stream.ReadAtLeastAsync(
                buffer,
                MaxAnswerBytes,
                throwOnEndOfStream: false,
                limit.Token
            );
        }
        catch (Exception exception)
            when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // Disposing the response closes the connection.
        }
    }

    private SendResult Judge(HttpResponseMessage response, TimeSpan duration)
    {
        var status = (int)response.StatusCode;
        var error = status switch
        {
            >= 200 and < 300 => null,
            >= 300 and < 400 => DeliveryCause.Redirect,
            410 => DeliveryCause.Gone,
            _ => DeliveryCause.Status,
        };
        return new(status, error, RetryAfterOf(response), duration);
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - _clock.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static string Classify(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case BlockedTargetException:
                    return DeliveryCause.BlockedAddress;
                case OperationCanceledException:
                    return DeliveryCause.Timeout;
                case AuthenticationException:
                    return DeliveryCause.Tls;
                case SocketException socket:
                    return Classify(socket.SocketErrorCode);
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError
                }:
                    return DeliveryCause.Dns;
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.SecureConnectionError
                }:
                    return DeliveryCause.Tls;
            }
        }

        return DeliveryCause.Connection;
    }

    private static string Classify(SocketError error) =>
        error switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                DeliveryCause.Dns,
            SocketError.ConnectionRefused => DeliveryCause.Refused,
            SocketError.TimedOut => DeliveryCause.Timeout,
            _ => DeliveryCause.Connection,
        };
}
