using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.ServiceDefaults.Auth;
using Pir.ServiceDefaults.Samples;

namespace Pir.Gateway.SampleData;

/// <summary>
/// The services' public API, as used by the people of the sample company. Each call carries a
/// ticket with that person's name and the time of the action. Calls are retried if a service is
/// down or has not received an event yet.
/// </summary>
internal sealed class SampleServices(
    IHttpClientFactory clients,
    TicketIssuer tickets,
    TimeProvider clock
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

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

    /// <summary>Deletes a service's sample data and returns the number of rows.</summary>
    public async Task<int> RemoveAsync(string service, CancellationToken token)
    {
        var path = $"/api/operations/{service}/sample-data";
        var removed = await DoAsync(
            service,
            HttpMethod.Delete,
            path,
            new { },
            Actor.System.Name,
            null,
            token
        );
        return removed.GetProperty("rows").GetInt32();
    }

    /// <summary>Number of sample incidents.</summary>
    public async Task<int> CountAsync(CancellationToken token)
    {
        var path = $"/api/operations/{EventCatalog.Intake}/sample-data";
        return (await GetAsync(EventCatalog.Intake, path, token))
                ?.GetProperty("incidents")
                .GetInt32()
            ?? 0;
    }

    /// <summary>Waits until a service has published all its events.</summary>
    public async Task WaitUntilToldAsync(string service, CancellationToken token)
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < Patience)
        {
            var outbox = await GetAsync(service, $"/api/operations/{service}/outbox", token);
            if (outbox?.GetProperty("pending").GetInt32() is null or 0)
            {
                return;
            }

            await Task.Delay(Pause, clock, token);
        }
    }

    private async Task<JsonElement?> SendAsync(Call call, CancellationToken token)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var (answer, why) = await TryAsync(call, token);
            // The event with the data may still be on its way, but reads need an answer now.
            var isFinal =
                why is null || (why == HttpStatusCode.NotFound && call.Method == HttpMethod.Get);
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
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            TicketFor(call.Who)
        );
        if (call.At is { } at)
        {
            request.Headers.Add(
                SampleRequests.TimeHeader,
                at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            );
        }

        if (call.Body is not null)
        {
            request.Content = JsonContent.Create(call.Body, options: EventJson.Options);
        }

        return request;
    }

    private string TicketFor(string? who) =>
        tickets.Issue(
            who is null || who == Actor.System.Name
                ? Principal("system", "sample-data", Actor.System.Name)
                : Principal("user", "sample:" + who, who)
        );

    /// <summary>The audit log is of real people.</summary>
    private static ClaimsPrincipal Principal(string kind, string id, string name)
    {
        var principal = PirClaims.Create(Tickets.Scheme, kind, id, name, [], [Scope.Admin]);
        principal.Identities.Single().AddClaim(new(PirClaims.Invented, "true"));
        return principal;
    }

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
