using System.Globalization;
using System.Net;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Importing;

namespace Pir.Gateway.SampleData;

/// <summary>
/// The services' public API, used like by any client that imports incidents: each call says on
/// whose behalf and at what time it is made. Calls are retried if a service is down or has not
/// received an event yet.
/// </summary>
internal sealed class SampleServices(
    IHttpClientFactory clients,
    TicketIssuer tickets,
    TimeProvider clock
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Scopes =
    [
        Scope.IncidentsRead,
        Scope.IncidentsWrite,
        Scope.IncidentsDelete,
        Scope.TimelineRead,
        Scope.TimelineWrite,
        Scope.ReviewsRead,
        Scope.ReviewsWrite,
        Scope.ReviewsDrafts,
        Scope.ActionsRead,
        Scope.ActionsWrite,
        Scope.Import,
    ];

    /// <summary>Reads; null if it does not exist.</summary>
    public Task<JsonElement?> GetAsync(string service, string path, CancellationToken token) =>
        SendAsync(new(service, HttpMethod.Get, path, null, null, null), token);

    /// <summary>Performs an action in somebody's name.</summary>
    /// <exception cref="SampleDataException">The action was refused.</exception>
    public async Task<JsonElement> DoAsync(
        string service,
        HttpMethod method,
        string path,
        object body,
        string who,
        DateTime? at,
        CancellationToken token
    ) =>
        await SendAsync(new(service, method, path, body, who, at), token)
        ?? throw new SampleDataException($"{path} was not found.");

    /// <summary>
    /// Deletes an incident and waits until every service has deleted its part. Does nothing if it
    /// is deleted already.
    /// </summary>
    public async Task DeleteAsync(Guid incident, CancellationToken token)
    {
        var path = "/api/incidents/" + incident;
        await SendAsync(new(EventCatalog.Intake, HttpMethod.Delete, path, null, null, null), token);
        var started = clock.GetTimestamp();
        while (await IsAnywhereAsync(incident, token))
        {
            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new SampleDataException("A service did not delete its part in time.");
            }

            await Task.Delay(Pause, clock, token);
        }
    }

    private async Task<bool> IsAnywhereAsync(Guid incident, CancellationToken token) =>
        await HasAnyAsync(EventCatalog.Review, $"/api/reviews?incident={incident}", token)
        || await HasAnyAsync(
            EventCatalog.ActionTracking,
            $"/api/actions?status=all&incident={incident}",
            token
        )
        || await GetAsync(
            EventCatalog.TimelineService,
            $"/api/incidents/{incident}/timeline?limit=1",
            token
        )
            is not null;

    private async Task<bool> HasAnyAsync(string service, string path, CancellationToken token) =>
        (await GetAsync(service, path, token))?.GetProperty("items").GetArrayLength() > 0;

    private async Task<JsonElement?> SendAsync(Call call, CancellationToken token)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var (answer, why) = await TryAsync(call, token);
            // The event with the data may still be on its way, but reads need an answer now, and
            // a deletion is done.
            var isFinal =
                why is null
                || (
                    why == HttpStatusCode.NotFound
                    && (call.Method == HttpMethod.Get || call.Method == HttpMethod.Delete)
                );
            if (isFinal)
            {
                return answer;
            }

            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new SampleDataException(
                    $"{call.Service} refused {call.Method} {call.Path} ({(int)why!.Value})."
                );
            }

            await Task.Delay(Pause, clock, token);
        }
    }

    /// <summary>The response, or a status that is worth a retry.</summary>
    private async Task<(JsonElement? Answer, HttpStatusCode? Why)> TryAsync(
        Call call,
        CancellationToken token
    )
    {
        try
        {
            using var client = clients.CreateClient(call.Service);
            using var request = RequestFor(call);
            using var response = await client.SendAsync(request, token);
            if (response.IsSuccessStatusCode)
            {
                return response.StatusCode == HttpStatusCode.NoContent
                    ? (default(JsonElement), null)
                    : (await response.Content.ReadFromJsonAsync<JsonElement>(token), null);
            }

            return IsWorthAnotherTry(response.StatusCode)
                ? (null, response.StatusCode)
                : throw await RefusalAsync(call, response, token);
        }
        catch (Exception exception)
            when (exception is HttpRequestException or InvalidOperationException
                || (exception is OperationCanceledException && !token.IsCancellationRequested)
            )
        {
            return (null, HttpStatusCode.ServiceUnavailable);
        }
    }

    private static bool IsWorthAnotherTry(HttpStatusCode status) =>
        status is HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private HttpRequestMessage RequestFor(Call call)
    {
        var request = new HttpRequestMessage(call.Method, call.Path);
        request.Headers.Authorization = new("Bearer", Ticket());
        if (call.Who is { } who)
        {
            request.Headers.Add(ImportedRequests.AuthorHeader, Uri.EscapeDataString(who));
        }

        if (call.At is { } at)
        {
            request.Headers.Add(
                ImportedRequests.TimeHeader,
                at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            );
        }

        if (call.Body is not null)
        {
            request.Content = JsonContent.Create(call.Body, options: EventJson.Options);
        }

        return request;
    }

    /// <summary>The product itself: what it does on its own is not audited.</summary>
    private string Ticket() =>
        tickets.Issue(
            PirClaims.Create(Tickets.Scheme, "system", "sample-data", "Sample data", [], Scopes)
        );

    private static async Task<SampleDataException> RefusalAsync(
        Call call,
        HttpResponseMessage response,
        CancellationToken token
    )
    {
        var text = await response.Content.ReadAsStringAsync(token);
        var code = "";
        try
        {
            using var json = JsonDocument.Parse(text);
            code = json.RootElement.GetProperty("code").GetString() ?? "";
            text = json.RootElement.GetProperty("detail").GetString() ?? text;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            // Not a problem document, so use the text.
        }

        return new($"{call.Method} {call.Path} was refused: {text}") { Code = code };
    }

    private sealed record Call(
        string Service,
        HttpMethod Method,
        string Path,
        object? Body,
        string? Who,
        DateTime? At
    );
}

/// <summary>The sample data could not be loaded or removed.</summary>
internal sealed class SampleDataException(string message) : Exception(message)
{
    /// <summary>Code of the problem, if a service refused.</summary>
    public string Code { get; init; } = "";
}
