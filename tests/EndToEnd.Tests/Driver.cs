using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing;
using Shouldly;

namespace Pir.EndToEnd.Tests;

/// <summary>Actions of people and machines as sentences, through the public API.</summary>
public sealed class Driver(Installation installation) : IDisposable
{
    private readonly HttpClient _http = installation.Client();

    public HttpClient Http => _http;

    public async Task<JsonElement> PostAsync(
        string path,
        object? body = null,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => await SendAsync(HttpMethod.Post, path, body, expected);

    public async Task<JsonElement> PutAsync(string path, object body) =>
        await SendAsync(HttpMethod.Put, path, body, HttpStatusCode.OK);

    public async Task<JsonElement> GetAsync(string path) =>
        await SendAsync(HttpMethod.Get, path, null, HttpStatusCode.OK);

    public async Task<JsonElement> SendAsync(
        HttpMethod method,
        string path,
        object? body,
        HttpStatusCode expected
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, options: EventJson.Options);
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, $"{method} {path}: {text}\n{installation.Output}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>All pages of a list.</summary>
    public async Task<List<JsonElement>> AllAsync(string path)
    {
        var items = new List<JsonElement>();
        var separator = path.Contains('?') ? '&' : '?';
        string? after = null;
        do
        {
            var cursor = after is null ? "" : "&after=" + Uri.EscapeDataString(after);
            var page = await GetAsync($"{path}{separator}limit=200{cursor}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (after is not null);
        return items;
    }

    /// <summary>Connects a monitoring tool; returns the path of its webhook.</summary>
    public async Task<string> ASourceAsync(string kind, string name = "Prometheus")
    {
        var source = await PostAsync(
            "/api/sources",
            new CreateSourceRequest
            {
                Kind = Enum.Parse<SourceKind>(kind, ignoreCase: true),
                Name = name,
                Service = "checkout",
                Team = "payments",
                DefaultSeverity = Severity.Sev2,
            },
            HttpStatusCode.Created
        );
        return new Uri(source.GetProperty("webhookUrl").GetString()!).AbsolutePath;
    }

    /// <summary>An Alertmanager notification about one alert.</summary>
    public static JsonObject Alertmanager(
        string fingerprint,
        string status,
        DateTime startsAt,
        DateTime? endsAt = null,
        string severity = "critical"
    ) =>
        new()
        {
            ["version"] = "4",
            ["groupKey"] = $"{{}}:{{alertname=\"TargetDown\", instance=\"{fingerprint}\"}}",
            ["truncatedAlerts"] = 0,
            ["status"] = status,
            ["receiver"] = "pir",
            ["groupLabels"] = new JsonObject { ["alertname"] = "TargetDown" },
            ["commonLabels"] = new JsonObject { ["alertname"] = "TargetDown" },
            ["commonAnnotations"] = new JsonObject(),
            ["externalURL"] = "http://alertmanager.example",
            ["alerts"] = new JsonArray(
                new JsonObject
                {
                    ["status"] = status,
                    ["labels"] = new JsonObject
                    {
                        ["alertname"] = "TargetDown",
                        ["severity"] = severity,
                        ["service"] = "checkout",
                    },
                    ["annotations"] = new JsonObject
                    {
                        ["summary"] = $"Checkout target {fingerprint} is down",
                    },
                    ["startsAt"] = startsAt.ToString("O"),
                    ["endsAt"] = endsAt?.ToString("O") ?? "0001-01-01T00:00:00Z",
                    ["generatorURL"] = "http://prometheus.example/graph",
                    ["fingerprint"] = fingerprint,
                }
            ),
        };

    /// <summary>Polls a path until the response satisfies the condition.</summary>
    public async Task<JsonElement> EventuallyAsync(
        string path,
        Func<JsonElement, bool> isThere,
        string what,
        TimeSpan? deadline = null
    )
    {
        JsonElement last = default;
        await Eventually.Until(
            async () =>
            {
                using var answer = await _http.GetAsync(path);
                if (!answer.IsSuccessStatusCode)
                {
                    return false;
                }

                last = await answer.Content.ReadFromJsonAsync<JsonElement>();
                return isThere(last);
            },
            deadline ?? TimeSpan.FromSeconds(30),
            what,
            () => $"last answer of {path}: {last}\n{installation.Output}"
        );
        return last;
    }

    public void Dispose() => _http.Dispose();
}
