using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;
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
            new FactorRequest("No limit", FactorCategory.Technical)
        );
        await PostAsync(
            $"/api/reviews/{review}/findings",
            new FindingRequest(FindingKind.WentWell, null, "We saw it early")
        );
        await PostAsync($"/api/reviews/{review}/attendees", new InviteRequest(null, "Riley"));
        await PostAsync(
            $"/api/reviews/{review}/actions",
            new ProposeReviewActionRequest("Limit it", ActionType.Preventive)
        );
        await PostAsync(
            "/api/actions",
            new ProposeActionRequest("Try it", ActionType.Preventive, Incident: "INC-1")
        );
        await PostAsync(
            "/api/incidents/INC-2/timeline",
            new RecordEntryRequest(TimelineEntryKind.Observation, "Looked at the pool", null)
        );
        await PostAsync(
            "/api/subscriptions",
            new CreateSubscriptionRequest(
                null,
                "https://forum.example.org/hook",
                ["review.published"]
            )
        );
        AlertCondition[] never = [new("title", AlertOperator.Is, "never")];
        await PostAsync(
            "/api/alert-rules",
            new AlertRuleRequest { Name = "Never", Conditions = never }
        );
        await PostAsync(
            "/api/silences",
            new SilenceRequest
            {
                Reason = "Never",
                Conditions = never,
                Until = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
            }
        );
        await PostAsync("/api/teams", new TeamRequest("Payments"));
        await PostAsync(
            "/api/users",
            new CreateUserRequest("Riley", "riley@example.com", Role.Responder)
        );
        await PostAsync(
            "/api/tokens",
            new CreateTokenRequest("Of the seed data", ["incidents:read"])
        );
        await LearnAsync("/api/incidents/INC-2/timeline", count: 1);
        await LearnAsync("/api/sources", count: 1);
        await LearnAsync("/api/deliveries", count: 1);
    }

    private async Task PostAsync(string path, object body)
    {
        using var answer = await script.PostAsJsonAsync(path, body, EventJson.Options);
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
