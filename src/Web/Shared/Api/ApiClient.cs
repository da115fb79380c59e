using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pir.Contracts;
using Pir.Contracts.Events;

namespace Pir.Web.Shared.Api;

/// <summary>
/// The host's named clients, with the public address of the request, from which services build
/// links.
/// </summary>
public sealed class ApiAccess(IHttpClientFactory clients, IHttpContextAccessor http)
{
    internal HttpClient CreateClient(string service)
    {
        var client = clients.CreateClient(service);
        if (
            http.HttpContext?.Request.Headers[PublicAddressHeader.Name].ToString() is
            { Length: > 0 } address
        )
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(PublicAddressHeader.Name, address);
        }

        return client;
    }
}

/// <summary>
/// Calls one service with the product's JSON. The host adds the service's address and the user's
/// ticket to the named client.
/// </summary>
public abstract class ApiClient(ApiAccess access, string service)
{
    /// <summary>Largest response that a page reads.</summary>
    private const long LargestAnswer = 32 * 1024 * 1024;

    protected Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Get, path, null, cancellationToken);

    protected Task<T> PostAsync<T>(
        string path,
        object? body,
        CancellationToken cancellationToken
    ) => SendAsync<T>(HttpMethod.Post, path, body, cancellationToken);

    protected Task<T> PutAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        SendAsync<T>(HttpMethod.Put, path, body, cancellationToken);

    protected async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken
    )
    {
        using var response = await SendAsync(
            method,
            path,
            body,
            HttpCompletionOption.ResponseContentRead,
            cancellationToken
        );
        return await response.Content.ReadFromJsonAsync<T>(EventJson.Options, cancellationToken)
            ?? throw new InvalidOperationException($"{service} answered {path} with null.");
    }

    protected async Task SendAsync(
        HttpMethod method,
        string path,
        object? body,
        CancellationToken cancellationToken
    )
    {
        using var response = await SendAsync(
            method,
            path,
            body,
            HttpCompletionOption.ResponseContentRead,
            cancellationToken
        );
    }

    /// <summary>
    /// The open body of a stream. Throws <see cref="ApiException"/> for a refusal.
    /// </summary>
    protected Task<HttpResponseMessage> OpenAsync(
        string path,
        string? lastEventId,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            HttpMethod.Get,
            path,
            null,
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken,
            request =>
            {
                request.Headers.Accept.Add(
                    new MediaTypeWithQualityHeaderValue("text/event-stream")
                );
                if (lastEventId is not null)
                {
                    request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
                }
            }
        );

    /// <summary>Escapes one part of a path or query.</summary>
    protected static string Part(string value) => Uri.EscapeDataString(value);

    /// <summary>A path with those parameters that have a value.</summary>
    internal static string Query(
        string path,
        params ReadOnlySpan<(string Name, string? Value)> parameters
    )
    {
        var query = new List<string>();
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                query.Add($"{name}={Part(value)}");
            }
        }

        var mark = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return query.Count == 0 ? path : $"{path}{mark}{string.Join('&', query)}";
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        HttpCompletionOption completion,
        CancellationToken cancellationToken,
        Action<HttpRequestMessage>? prepare = null
    )
    {
        using var client = access.CreateClient(service);
        client.MaxResponseContentBufferSize = LargestAnswer;
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content =
                body as HttpContent
                ?? JsonContent.Create(body, body.GetType(), options: EventJson.Options);
        }

        prepare?.Invoke(request);
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, completion, cancellationToken);
        }
        catch (Exception exception)
            when (exception is HttpRequestException
                || (
                    exception is OperationCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            )
        {
            throw new ApiException(ApiProblem.Unreachable(service));
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw new ApiException(await ReadProblemAsync(response, cancellationToken));
        }
    }

    private async Task<ApiProblem> ReadProblemAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        if (status is 502 or 503 or 504)
        {
            return ApiProblem.Unreachable(service);
        }

        ProblemBody? body = null;
        try
        {
            body = await response.Content.ReadFromJsonAsync<ProblemBody>(
                EventJson.Options,
                cancellationToken
            );
        }
        catch (Exception exception) when (exception is JsonException or HttpRequestException)
        {
            // Not a problem document: only the status is known.
        }

        return new ApiProblem(
            status,
            body?.Code ?? $"http-{status}",
            body?.Title ?? "Refused",
            body?.Detail,
            body?.Errors ?? [],
            body?.Missing ?? []
        );
    }

    private sealed record ProblemBody(
        string? Title,
        string? Detail,
        string? Code,
        Dictionary<string, string[]>? Errors,
        List<string>? Missing
    );
}
