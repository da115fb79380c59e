using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>One of each thing, so that requests find something.</summary>
internal sealed class SeedData(Product product, HttpClient script, KnownIds ids)
{
    public async Task FillAsync()
    {
        var webhook = await product.ConnectAsync("generic", "Of the seed data");
        for (var i = 1; i <= 3; i++)
        {
            await PostAsync(webhook, new { title = $"Incident {i}", key = $"seed-{i}" });
        }

        await PostAsync(
            webhook,
            new
            {
                title = "Incident 1",
                key = "seed-1",
                status = "resolved",
            }
        );
        await LearnAsync("/api/incidents", count: 3);
        await LearnAsync("/api/reviews", count: 1);
        var review = ids.Pick("reviews", new Dice(1))!;
        await PostAsync(
            $"/api/reviews/{review}/factors",
            new { title = "No limit", category = "technical" }
        );
        await PostAsync(
            $"/api/reviews/{review}/findings",
            new { kind = "wentWell", text = "We saw it early" }
        );
        await PostAsync($"/api/reviews/{review}/attendees", new { name = "Riley" });
        await PostAsync(
            $"/api/reviews/{review}/actions",
            new { title = "Limit it", type = "preventive" }
        );
        await PostAsync(
            "/api/actions",
            new
            {
                title = "Try it",
                type = "preventive",
                incident = "INC-1",
            }
        );
        await PostAsync(
            "/api/incidents/INC-2/timeline",
            new { text = "Looked at the pool", kind = "observation" }
        );
        await PostAsync(
            "/api/subscriptions",
            new { url = "https://forum.example.org/hook", events = new[] { "review.published" } }
        );
        await PostAsync("/api/teams", new { name = "Payments" });
        await PostAsync(
            "/api/users",
            new
            {
                name = "Riley",
                email = "riley@example.com",
                role = "responder",
            }
        );
        await PostAsync(
            "/api/tokens",
            new { name = "Of the seed data", scopes = new[] { "incidents:read" } }
        );
        await LearnAsync("/api/incidents/INC-2/timeline", count: 1);
        await LearnAsync("/api/sources", count: 1);
        await LearnAsync("/api/deliveries", count: 1);
    }

    private async Task PostAsync(string path, object body)
    {
        using var answer = await script.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.IsSuccessStatusCode && text.Length > 0)
        {
            ids.Learn(path, JsonSerializer.Deserialize<JsonElement>(text));
        }

        ((int)answer.StatusCode).ShouldBeLessThan(300, $"{path}: {text}");
    }

    private Task LearnAsync(string path, int count) =>
        Eventually.Until(
            async () =>
            {
                using var answer = await script.GetAsync(path);
                var list = await answer.JsonAsync(HttpStatusCode.OK);
                ids.Learn(path, list);
                return list.GetProperty("items").GetArrayLength() >= count;
            },
            description: $"{path} has {count}"
        );
}
