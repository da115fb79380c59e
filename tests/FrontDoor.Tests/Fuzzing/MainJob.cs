using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Testing;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>
/// From an alert to the published review. This must still work, whatever was sent before.
/// </summary>
internal static class MainJob
{
    public static async Task RunAsync(Product product)
    {
        using var script = product.Script();
        await AskOfReviewsNothingMoreAsync(script);
        var webhook = await product.ConnectAsync("generic", "After the storm");
        await PostAsync(script, webhook, new { title = "Still here?", key = "after" });
        await PostAsync(
            script,
            webhook,
            new
            {
                title = "Still here?",
                key = "after",
                status = "resolved",
            }
        );
        var incident = await FirstAsync(script, "/api/incidents?q=Still%20here");
        var reference = incident.GetProperty("reference").GetString();
        var review = await FirstAsync(script, $"/api/reviews?incident={reference}");
        var path = $"/api/reviews/{review.GetProperty("id").GetString()}";
        await PostAsync(
            script,
            path + "/factors",
            new FactorRequest("No limit", FactorCategory.Technical)
        );
        await PostAsync(script, path + "/publish", new PublishReviewRequest("It holds."));
        var timeline = await script.GetFromJsonAsync<JsonElement>(
            $"/api/incidents/{reference}/timeline"
        );
        timeline.GetProperty("items").GetArrayLength().ShouldBeGreaterThan(1);
    }

    /// <summary>The run may have changed the rules for reviews, as an administrator may.</summary>
    private static async Task AskOfReviewsNothingMoreAsync(HttpClient script)
    {
        using var answer = await script.PutAsJsonAsync(
            "/api/policies/reviews",
            new PolicyRequest(Enum.GetValues<Severity>(), 24, [], null, null),
            EventJson.Options
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static async Task PostAsync(HttpClient script, string path, object body)
    {
        using var answer = await script.PostAsJsonAsync(path, body, EventJson.Options);
        ((int)answer.StatusCode).ShouldBeLessThan(300, await answer.Content.ReadAsStringAsync());
    }

    private static Task<JsonElement> FirstAsync(HttpClient script, string path) =>
        Eventually
            .Get<object>(
                async () =>
                {
                    var list = await script.GetFromJsonAsync<JsonElement>(path);
                    return list.GetProperty("items")
                        .EnumerateArray()
                        .Cast<object>()
                        .FirstOrDefault();
                },
                TimeSpan.FromSeconds(60),
                path
            )
            .ContinueWith(t => (JsonElement)t.GetAwaiter().GetResult(), TaskScheduler.Default);
}
