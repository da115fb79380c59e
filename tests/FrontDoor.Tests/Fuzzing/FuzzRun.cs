using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Sends requests of a kind, several at a time, and checks every response.</summary>
internal sealed class FuzzRun(HttpClient client, FuzzReport report)
{
    private const int AtATime = 8;
    private static readonly TimeSpan SlowestAllowed = TimeSpan.FromSeconds(30);

    // None of them is in the requests, so in a response they come from the inside.
    private static readonly string[] Leaks =
    [
        "   at ",
        "System.",
        "Exception",
        "Npgsql",
        "SQLite Error",
        "Microsoft.",
        "/src/",
    ];

    /// <param name="count">How many.</param>
    /// <param name="make">The request with this number; null to leave it out.</param>
    /// <param name="learn">Receives successful JSON responses.</param>
    public async Task SendAsync(
        int count,
        Func<int, FuzzRequest?> make,
        Action<FuzzRequest, JsonElement>? learn = null
    )
    {
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (index, _) =>
            {
                if (make(index) is { } request)
                {
                    await SendOneAsync(index, request, learn);
                }
            }
        );
        report.Took += watch.Elapsed;
    }

    private async Task SendOneAsync(
        int index,
        FuzzRequest request,
        Action<FuzzRequest, JsonElement>? learn
    )
    {
        var watch = Stopwatch.StartNew();
        using var message = request.ToMessage();
        try
        {
            using var answer = await client.SendAsync(
                message,
                HttpCompletionOption.ResponseHeadersRead
            );
            var isStream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
            var text = isStream ? "" : await answer.Content.ReadAsStringAsync();
            report.Count(request, answer.StatusCode, watch.Elapsed);
            if (Judge(answer, text, watch.Elapsed) is { } kind)
            {
                report.Add(new(kind, index, request, text[..Math.Min(text.Length, 600)]));
            }
            else if (
                learn is not null
                && answer.IsSuccessStatusCode
                && answer.Content.Headers.ContentType?.MediaType == "application/json"
            )
            {
                learn(request, JsonSerializer.Deserialize<JsonElement>(text));
            }
        }
        catch (Exception exception)
            when (exception is HttpRequestException or OperationCanceledException)
        {
            // Requests that our own client refuses to send, such as a NUL in an address, never
            // reach the server.
            if (exception is OperationCanceledException || exception.InnerException is IOException)
            {
                report.Add(new("no answer", index, request, exception.Message));
            }
        }
        catch (FormatException)
        {
            // As above.
        }
    }

    private static string? Judge(HttpResponseMessage answer, string text, TimeSpan took)
    {
        var status = (int)answer.StatusCode;
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            return answer.Headers.RetryAfter is null ? "503 without Retry-After" : null;
        }

        if (status >= 500)
        {
            return $"answered {status}";
        }

        if (took > SlowestAllowed)
        {
            return "slow";
        }

        var isPage = answer.Content.Headers.ContentType?.MediaType == "text/html";
        var leak =
            status < 400
                ? null
                : Array.Find(Leaks, l => text.Contains(l, StringComparison.Ordinal));
        if (leak is not null && !(isPage && leak == "   at "))
        {
            return $"tells of the inside ({leak.Trim()})";
        }

        return null;
    }
}
