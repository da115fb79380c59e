using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.Testing;

namespace Pir.Browser.Tests.Drivers;

/// <summary>The public API as used by a script, to prepare the data of a page.</summary>
public sealed class Api(HttpClient client)
{
    public async Task<string> OpenIncidentAsync(
        string title,
        string severity = "sev2",
        string? service = "checkout"
    )
    {
        var opened = await PostAsync(
            "/api/incidents",
            new OpenIncidentRequest
            {
                Title = title,
                Severity = SeverityWords.Parse(severity),
                Service = service,
            }
        );
        return opened.GetProperty("reference").GetString()!;
    }

    public Task<JsonElement> CaptureAsync(
        string incident,
        string text,
        string kind = "observation",
        DateTime? occurredAt = null
    ) =>
        PostAsync(
            $"/api/incidents/{incident}/timeline",
            new RecordEntryRequest(
                Enum.Parse<TimelineEntryKind>(kind, ignoreCase: true),
                text,
                occurredAt
            )
        );

    public Task<JsonElement> DoAsync(string incident, string verb, object? body = null) =>
        SendAsync(HttpMethod.Post, $"/api/incidents/{incident}/{verb}", body);

    /// <summary>Resolves an incident and waits for its review to open.</summary>
    public async Task<string> ResolveIntoReviewAsync(string incident)
    {
        await DoAsync(incident, "resolve");
        return await Eventually.Get(
            async () =>
            {
                var reviews = await GetAsync($"/api/reviews?incident={incident}");
                var items = reviews.GetProperty("items");
                return items.GetArrayLength() == 0 ? null : items[0].GetProperty("id").GetString();
            },
            description: $"the review of {incident} opens"
        );
    }

    /// <summary>Names an incident commander, without whom no meeting is scheduled.</summary>
    public async Task LeadAsync(string review, string name = "Grace Hopper")
    {
        var incident = (await GetAsync($"/api/reviews/{review}")).GetProperty("incidentId");
        await LeadIncidentAsync(incident.GetString()!, name);
    }

    public Task LeadIncidentAsync(string incident, string name = "Grace Hopper") =>
        DoAsync(incident, "roles", new { role = "incidentCommander", name });

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonElement> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body);

    public Task<JsonElement> PutAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Put, path, body);

    public Task<JsonElement> PatchAsync(string path, object body) =>
        SendAsync(HttpMethod.Patch, path, body);

    public Task<JsonElement> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null
            ? null
            : JsonContent.Create(body, options: EventJson.Options);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? text.Length == 0
                ? default
                : JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException(
                $"{method} {path}: {(int)response.StatusCode} {text}"
            );
    }
}
