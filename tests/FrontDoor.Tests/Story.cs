using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>What a script does with an incident, from its opening to its review.</summary>
internal sealed class Story(HttpClient script) : IDisposable
{
    public HttpClient Script => script;

    public async Task<Guid> OpenAsync(object incident) =>
        (await DoAsync(HttpMethod.Post, "/api/incidents", incident)).GetProperty("id").GetGuid();

    /// <summary>Sends an alert; returns the incident it is in.</summary>
    public async Task<Guid> AlertAsync(string webhook, object alert)
    {
        await DoAsync(HttpMethod.Post, webhook, alert);
        var page = await DoAsync(HttpMethod.Get, "/api/incidents?limit=1");
        return page.GetProperty("items")[0].GetProperty("id").GetGuid();
    }

    /// <summary>Writes, resolves, reviews, publishes and follows up.</summary>
    public async Task<(Guid Review, Guid Action, Guid Entry)> LiveThroughAsync(Guid incident)
    {
        var one = $"/api/incidents/{incident}";
        await DoAsync(HttpMethod.Post, one + "/roles", new { role = "scribe", name = "Grace" });
        var entry = await DoAsync(
            HttpMethod.Post,
            one + "/timeline",
            new { kind = "action", text = "Rolled back." }
        );
        await DoAsync(
            HttpMethod.Patch,
            $"{one}/timeline/{entry.GetProperty("id").GetString()}",
            new { text = "Rolled back 4711.", reason = "More exact." }
        );
        await DoAsync(HttpMethod.Post, one + "/resolve");
        var review = await ReviewOfAsync(incident);
        var path = $"/api/reviews/{review}";
        await DoAsync(HttpMethod.Post, path + "/attendees", new { name = "Alan" });
        await DoAsync(HttpMethod.Put, path + "/notes", new { text = "What we saw" });
        await DoAsync(HttpMethod.Put, path + "/summary", new { text = "It was down." });
        var factor = new { title = "No alert", category = "monitoring" };
        await DoAsync(HttpMethod.Post, path + "/factors", factor);
        var proposal = new { title = "Add an alert", type = "detective" };
        var proposed = await DoAsync(HttpMethod.Post, path + "/actions", proposal);
        await DoAsync(HttpMethod.Post, path + "/publish");
        var action = proposed.GetProperty("id").GetGuid();
        await Eventually.Until(
            async () =>
            {
                using var shown = await script.GetAsync($"/api/actions/{action}");
                return shown.IsSuccessStatusCode;
            },
            description: "the action tracker has the action"
        );
        return (review, action, entry.GetProperty("id").GetGuid());
    }

    public async Task<JsonElement> DoAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get && method != HttpMethod.Delete)
        {
            request.Content = JsonContent.Create(body ?? new { });
        }

        using var answer = await script.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async Task IsMissingAsync(string path)
    {
        using var answer = await script.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
    }

    public void Dispose() => script.Dispose();

    private async Task<Guid> ReviewOfAsync(Guid incident)
    {
        JsonElement review = default;
        await Eventually.Until(
            async () =>
            {
                var page = await DoAsync(HttpMethod.Get, $"/api/reviews?incident={incident}");
                var found = page.GetProperty("items");
                review = found.GetArrayLength() > 0 ? found[0] : default;
                return review.ValueKind == JsonValueKind.Object;
            },
            description: "the review is open"
        );
        return review.GetProperty("id").GetGuid();
    }
}
