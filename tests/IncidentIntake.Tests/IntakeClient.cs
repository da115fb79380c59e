using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Events;
using Pir.IncidentIntake.Data;
using Pir.Testing;
using Shouldly;

namespace Pir.IncidentIntake.Tests;

/// <summary>A user of the public API.</summary>
internal sealed class IntakeClient(PirTestHost host, HttpClient http)
{
    public static IntakeClient For(PirTestHost host, params string[] scopes) =>
        new(host, host.Client(scopes));

    public PirTestHost Host => host;

    public Task<JsonNode> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(HttpMethod.Get, path, null, expected);

    public Task<JsonNode> PostAsync(
        string path,
        object? body = null,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => SendAsync(HttpMethod.Post, path, body, expected);

    public Task<JsonNode> PatchAsync(
        string path,
        object body,
        HttpStatusCode expected = HttpStatusCode.OK,
        string? ifMatch = null
    ) => SendAsync(HttpMethod.Patch, path, body, expected, ifMatch);

    public Task<JsonNode> DeleteAsync(string path) =>
        SendAsync(HttpMethod.Delete, path, null, HttpStatusCode.NoContent);

    public async Task<JsonNode> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        HttpStatusCode expected,
        string? ifMatch = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null
            ? null
            : JsonContent.Create(body, options: EventJson.Options);
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await ReadAsync(await http.SendAsync(request), expected);
    }

    /// <summary>A new source and the tool behind it.</summary>
    public async Task<MonitoringTool> ConnectAsync(object? settings = null)
    {
        var body = JsonSerializer
            .SerializeToNode(settings ?? new { }, EventJson.Options)!
            .AsObject();
        body.TryAdd("kind", "alertmanager");
        body.TryAdd("name", "Prometheus");
        var source = await PostAsync("/api/sources", body, HttpStatusCode.Created);
        return new(host, source.Text("id"), source.Text("webhookUrl"));
    }

    public async Task<IReadOnlyList<JsonNode>> IncidentsOfAsync(MonitoringTool tool)
    {
        // A tool's name is its own in these tests where the list is needed.
        var all = await GetAsync($"/api/incidents?service={tool.Service}&limit=200");
        return [.. all["items"]!.AsArray().Select(i => i!).Reverse()];
    }

    public static async Task<JsonNode> ReadAsync(
        HttpResponseMessage response,
        HttpStatusCode expected
    )
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}

/// <summary>A monitoring tool that posts to its webhook.</summary>
internal sealed class MonitoringTool(PirTestHost host, string id, string webhookUrl)
{
    private readonly HttpClient _http = host.AnonymousClient();

    public string Id => id;
    public string WebhookUrl => webhookUrl;

    /// <summary>
    /// Unique to this tool, so that its incidents can be told from those of other tests.
    /// </summary>
    public string Service { get; private init; } = "svc-" + Guid.CreateVersion7().ToString("N");

    /// <summary>The same tool, when the product was started again.</summary>
    public MonitoringTool At(PirTestHost other) =>
        new(
            other,
            id,
            new Uri(webhookUrl, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } u
                ? u.PathAndQuery
                : webhookUrl
        )
        {
            Service = Service,
        };

    public Task<HttpResponseMessage> PostRawAsync(
        string body,
        string contentType = "application/json"
    ) => _http.PostAsync(webhookUrl, new StringContent(body, Encoding.UTF8, contentType));

    /// <summary>A body that is not text.</summary>
    public Task<HttpResponseMessage> PostRawAsync(byte[] body) =>
        _http.PostAsync(
            webhookUrl,
            new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } }
        );

    /// <summary>A body of any kind; the answer is that of a stored delivery.</summary>
    public async Task<JsonNode> DeliverAsync(
        byte[] body,
        string contentType = "application/json",
        string? encoding = null
    )
    {
        using var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return await IntakeClient.ReadAsync(
            await _http.PostAsync(webhookUrl, content),
            HttpStatusCode.Accepted
        );
    }

    public Task<JsonNode> DeliverAsync(string body, string contentType = "application/json") =>
        DeliverAsync(Encoding.UTF8.GetBytes(body), contentType);

    /// <summary>
    /// Puts a readable body in the place of an unreadable one: what a reader of a later version
    /// would make of it.
    /// </summary>
    public async Task MendAsync(string delivery, string body)
    {
        var row = Guid.Parse(delivery);
        var bytes = Encoding.UTF8.GetBytes(body);
        await using var scope = host.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IntakeDbContext>()
            .FailedDeliveries.Where(d => d.Id == row)
            .ExecuteUpdateAsync(d =>
                d.SetProperty(x => x.Body, PackedBody.Pack(bytes))
                    .SetProperty(x => x.Size, bytes.Length)
            );
    }

    public async Task<(int Accepted, int Ignored)> SendAsync(params JsonObject[] alerts)
    {
        var answer = await PostAsync(
            new JsonObject { ["version"] = "4", ["alerts"] = new JsonArray(alerts) }
        );
        answer["error"].ShouldBeNull();
        return (answer.Number("accepted"), answer.Number("ignored"));
    }

    public async Task<JsonNode> PostAsync(JsonNode body) =>
        await IntakeClient.ReadAsync(
            await PostRawAsync(body.ToJsonString()),
            HttpStatusCode.Accepted
        );

    public JsonObject Firing(string fingerprint, DateTime start, string severity = "critical") =>
        Alert("firing", fingerprint, start, null, severity);

    public JsonObject Resolved(string fingerprint, DateTime start, DateTime end) =>
        Alert("resolved", fingerprint, start, end, "critical");

    private JsonObject Alert(
        string status,
        string fingerprint,
        DateTime start,
        DateTime? end,
        string severity
    ) =>
        new()
        {
            ["status"] = status,
            ["fingerprint"] = fingerprint,
            ["startsAt"] = start,
            ["endsAt"] = end ?? DateTime.MinValue,
            ["labels"] = new JsonObject
            {
                ["alertname"] = "TargetDown",
                ["severity"] = severity,
                ["service"] = Service,
            },
            ["annotations"] = new JsonObject { ["summary"] = "Target " + fingerprint + " is down" },
            ["generatorURL"] = "https://prometheus.test/graph",
        };
}

internal static class JsonReading
{
    public static string Text(this JsonNode node, string name) =>
        node[name].ShouldNotBeNull(name).GetValue<string>();

    public static int Number(this JsonNode node, string name) =>
        node[name].ShouldNotBeNull(name).GetValue<int>();

    public static DateTime Time(this JsonNode node, string name) =>
        node[name].ShouldNotBeNull(name).GetValue<DateTime>().ToUniversalTime();

    public static IReadOnlyList<JsonNode> Items(this JsonNode node) =>
        [.. node["items"]!.AsArray().Select(i => i!)];
}
