using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pir.ServiceDefaults.Auth;

namespace Pir.Browser.Tests.Drivers;

/// <summary>One operation of the API, from the product's API document.</summary>
/// <param name="Name">Its operation id.</param>
/// <param name="Body">Its media type.</param>
/// <param name="IsOpen">Whether anonymous callers may call it.</param>
/// <param name="Permission">Its row of the matrix.</param>
internal sealed partial record ApiOperation(
    string Name,
    HttpMethod Method,
    string Template,
    string? Body,
    bool IsOpen,
    Permission? Permission
)
{
    /// <summary>
    /// A path at which nothing exists: callers with access get a 404, others are refused before.
    /// </summary>
    private string Path =>
        Parameter()
            .Replace(
                Template,
                m =>
                    m.Value switch
                    {
                        // A timeline waits a while for an unknown incident.
                        "{incident}" when Template.Contains("/timeline") => "INC-1",
                        "{incident}" => "INC-999999",
                        "{action}" => "ACT-999999",
                        "{number}" => "1",
                        "{id}" when Template.Contains("/outbox/") => "1",
                        _ => "00000000-0000-7000-8000-000000000000",
                    }
            )
        // Otherwise it would end the caller's session.
        + (Name == "EndMySessions" ? "?others=true" : "")
        + (Name == "StreamEvents" ? "?lastEventId=0" : "");

    /// <summary>The status of calling it with an empty body.</summary>
    /// <param name="antiforgeryToken">For callers with a cookie.</param>
    public async Task<int> CallAsync(HttpClient client, string? antiforgeryToken = null)
    {
        using var request = new HttpRequestMessage(Method, Path);
        request.Content = EmptyBody();
        if (antiforgeryToken is not null)
        {
            request.Headers.Add("RequestVerificationToken", antiforgeryToken);
        }

        using var answer = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead
        );
        return (int)answer.StatusCode;
    }

    private HttpContent? EmptyBody() =>
        Body switch
        {
            null => null,
            "application/json" => JsonContent.Create(new { }),
            "multipart/form-data" => new MultipartFormDataContent(),
            _ => new ByteArrayContent([]) { Headers = { ContentType = new(Body) } },
        };

    /// <summary>Every operation of every service.</summary>
    public static async Task<IReadOnlyList<ApiOperation>> ReadAllAsync(HttpClient client)
    {
        var documents = await client.GetFromJsonAsync<JsonElement>("/docs/api/documents.json");
        var operations = new List<ApiOperation>();
        foreach (var document in documents.GetProperty("urls").EnumerateArray())
        {
            var url = document.GetProperty("url").GetString();
            var api = await client.GetFromJsonAsync<JsonElement>(url);
            operations.AddRange(
                from path in api.GetProperty("paths").EnumerateObject()
                from verb in path.Value.EnumerateObject()
                select new ApiOperation(
                    verb.Value.GetProperty("operationId").GetString()!,
                    new HttpMethod(verb.Name.ToUpperInvariant()),
                    path.Name,
                    BodyOf(verb.Value),
                    verb.Value.TryGetProperty("security", out var s) && s.GetArrayLength() == 0,
                    PermissionOf(verb.Value)
                )
            );
        }

        return operations;
    }

    private static Permission? PermissionOf(JsonElement operation) =>
        operation.TryGetProperty("x-permission", out var text)
            ? Permissions.All.Single(p => p.Text == text.GetString())
            : null;

    private static string? BodyOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            ? body.GetProperty("content").EnumerateObject().First().Name
            : null;

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
