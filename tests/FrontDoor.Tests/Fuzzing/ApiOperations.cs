using System.Net.Http.Json;
using System.Text.Json;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>A parameter of an operation.</summary>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
internal sealed record ApiParameter(string Name, string In, JsonElement Schema);

/// <summary>An operation of the public API, from its document.</summary>
internal sealed record ApiOperation(
    JsonElement Document,
    string Name,
    HttpMethod Method,
    string Path,
    IReadOnlyList<ApiParameter> Parameters,
    JsonElement? Body
);

/// <summary>Finds every operation in the OpenAPI documents.</summary>
internal static class ApiOperations
{
    internal static readonly string[] Documents =
    [
        "gateway",
        "incident-intake",
        "timeline",
        "review",
        "action-tracking",
        "notification",
    ];

    private static readonly string[] LeftOut =
    [
        "LoadSampleData", // Writes thousands of rows and would delay the run.
        "DeliverAlerts", // Has its own fuzzer.
    ];

    public static async Task<IReadOnlyList<ApiOperation>> FindAsync(HttpClient script)
    {
        var operations = new List<ApiOperation>();
        foreach (var name in Documents)
        {
            var document = await script.GetFromJsonAsync<JsonElement>($"/openapi/{name}.json");
            operations.AddRange(
                document
                    .GetProperty("paths")
                    .EnumerateObject()
                    .SelectMany(path =>
                        path.Value.EnumerateObject().Select(o => Read(document, path.Name, o))
                    )
                    .Where(o => !LeftOut.Contains(o.Name, StringComparer.Ordinal))
            );
        }

        return operations;
    }

    private static ApiOperation Read(JsonElement document, string path, JsonProperty operation)
    {
        var parameters = operation.Value.TryGetProperty("parameters", out var list)
            ? list.EnumerateArray()
                .Select(p => new ApiParameter(
                    p.GetProperty("name").GetString()!,
                    p.GetProperty("in").GetString()!,
                    p.GetProperty("schema")
                ))
                .ToList()
            : [];
        JsonElement? body =
            operation.Value.TryGetProperty("requestBody", out var request)
            && request.GetProperty("content").TryGetProperty("application/json", out var json)
                ? json.GetProperty("schema")
                : null;
        return new(
            document,
            operation.Value.TryGetProperty("operationId", out var id) ? id.GetString()! : path,
            new(operation.Name.ToUpperInvariant()),
            path,
            parameters,
            body
        );
    }
}
