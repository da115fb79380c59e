using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;
using Shouldly;

namespace Pir.Reviews.Tests;

/// <summary>
/// A facilitator at the public API, trusted with every draft unless said otherwise.
/// </summary>
internal sealed class ReviewClient(HttpClient http)
{
    public static ReviewClient For(PirTestHost host) =>
        new(host.Client(Scope.ReviewsRead, Scope.ReviewsWrite, Scope.ReviewsDrafts));

    public async Task<JsonNode?> FindAsync(IncidentStory incident) =>
        (await ListAsync("?incident=" + incident.Reference))["items"]!.AsArray().SingleOrDefault();

    /// <summary>The one review of an incident, in full.</summary>
    public async Task<JsonNode> OfAsync(IncidentStory incident)
    {
        var item = await FindAsync(incident);
        item.ShouldNotBeNull($"no review of {incident.Reference}");
        return await GetAsync("/api/reviews/" + item["id"]);
    }

    public async Task<string> IdOfAsync(IncidentStory incident) =>
        (string)(await OfAsync(incident))["id"]!;

    public Task<JsonNode> ListAsync(string query) => GetAsync("/api/reviews" + query);

    public async Task<JsonNode> GetAsync(
        string path,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => await ReadAsync(await http.GetAsync(path), expected);

    public Task<JsonNode> PostAsync(
        string path,
        object? body = null,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => SendAsync(HttpMethod.Post, path, body, expected);

    public Task<JsonNode> PutAsync(
        string path,
        object body,
        HttpStatusCode expected = HttpStatusCode.OK,
        string? ifMatch = null
    ) => SendAsync(HttpMethod.Put, path, body, expected, ifMatch);

    public Task<JsonNode> DeleteAsync(
        string path,
        HttpStatusCode expected = HttpStatusCode.NoContent
    ) => SendAsync(HttpMethod.Delete, path, null, expected);

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

    /// <summary>Writes everything that a review needs, and publishes it.</summary>
    public async Task<JsonNode> WriteAndPublishAsync(string id)
    {
        await PostAsync(
            $"/api/reviews/{id}/factors",
            new FactorRequest("No warm-up", FactorCategory.Technical),
            HttpStatusCode.Created
        );
        return await PostAsync(
            $"/api/reviews/{id}/publish",
            new PublishReviewRequest("A cache was cold.")
        );
    }

    private static async Task<JsonNode> ReadAsync(
        HttpResponseMessage response,
        HttpStatusCode expected
    )
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        if ((int)response.StatusCode >= 400)
        {
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        return text.Length == 0
            ? new JsonObject()
            : JsonNode.Parse(text) ?? throw new JsonException("null");
    }
}
