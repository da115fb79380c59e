using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// <c>If-Match</c> means the same in every service: a stale version is refused, strong or weak, and
/// an invalid version is never ignored.
/// </summary>
public sealed class ExpectedVersionTests(ExpectedVersionTests.Changeable things)
    : IClassFixture<ExpectedVersionTests.Changeable>
{
    public static TheoryData<string> Things =>
        [
            "incident",
            "source",
            "key of a source",
            "timeline entry",
            "review",
            "policy",
            "action",
            "subscription",
        ];

    [Theory]
    [MemberData(nameof(Things))]
    public async Task A_stale_version_is_refused_and_the_present_one_told(string thing)
    {
        foreach (var header in (string[])["\"99\"", "W/\"99\"", "99"])
        {
            using var answer = await things.ChangeAsync(thing, header);

            var problem = await answer.JsonAsync(HttpStatusCode.PreconditionFailed);
            problem.GetProperty("code").GetString().ShouldBe("stale");
            problem.GetProperty("version").GetInt32().ShouldBeLessThan(99);
        }
    }

    [Theory]
    [MemberData(nameof(Things))]
    public async Task The_present_version_and_any_version_are_taken(string thing)
    {
        using var any = await things.ChangeAsync(thing, "*");
        any.StatusCode.ShouldBe(HttpStatusCode.OK, await any.Content.ReadAsStringAsync());
        var version = (await any.JsonAsync()).GetProperty("version").GetInt32();

        using var present = await things.ChangeAsync(thing, $"W/\"{version}\"");

        present.StatusCode.ShouldBe(HttpStatusCode.OK, await present.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Things))]
    public async Task What_holds_no_version_is_refused(string thing)
    {
        foreach (var header in (string[])["garbage", "\"\"", "\"-1\"", "\"1\", \"2\"", "\"9e9\""])
        {
            using var answer = await things.ChangeAsync(thing, header);

            (await answer.ErrorsAsync())["If-Match"]
                .ShouldBe(["must be one version in quotes, e.g. \"3\", or *"]);
        }
    }

    /// <summary>One of each thing with a version.</summary>
    public sealed class Changeable : IAsyncLifetime
    {
        private readonly SqliteProduct _host = new();
        private readonly Dictionary<string, (HttpMethod, string, object)> _changes = [];

        public async ValueTask InitializeAsync()
        {
            await _host.InitializeAsync();
            var incident = await MakeAsync(
                "/api/incidents",
                new { title = "Down", severity = "sev2" }
            );
            await MakeAsync(
                $"/api/incidents/{incident}/roles",
                new { role = "incidentCommander", name = "Ada" },
                HttpStatusCode.OK
            );
            await MakeAsync($"/api/incidents/{incident}/resolve", new { }, HttpStatusCode.OK);
            var entry = await MakeAsync(
                $"/api/incidents/{incident}/timeline",
                new { text = "Looked at the pool", kind = "observation" }
            );
            var action = await MakeAsync(
                "/api/actions",
                new { title = "Try", type = "preventive" }
            );
            var source = await MakeAsync("/api/sources", new { kind = "generic", name = "Uptime" });
            var subscription = await MakeAsync(
                "/api/subscriptions",
                new
                {
                    url = "https://forum.example.org/hook",
                    events = new[] { "review.published" },
                }
            );
            Add("incident", $"/api/incidents/{incident}", new { service = "checkout" });
            Add(
                "timeline entry",
                $"/api/incidents/{incident}/timeline/{entry}",
                new { isPinned = true }
            );
            Add("action", $"/api/actions/{action}", new { team = "payments" });
            Add("source", $"/api/sources/{source}", new { team = "payments" });
            Add("subscription", $"/api/subscriptions/{subscription}", new { name = "Forum" });
            _changes["key of a source"] = (
                HttpMethod.Post,
                $"/api/sources/{source}/rotate-key",
                new { }
            );
            _changes["policy"] = (
                HttpMethod.Put,
                "/api/policies/reviews",
                new { hoursUntilDue = 24, openFor = new[] { "sev1", "sev2" } }
            );
            _changes["review"] = (
                HttpMethod.Put,
                $"/api/reviews/{await ReviewOfAsync(incident)}/schedule",
                new { scheduledFor = "2030-01-01T10:00:00Z" }
            );
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        internal async Task<HttpResponseMessage> ChangeAsync(string thing, string ifMatch)
        {
            var (method, path, body) = _changes[thing];
            using var script = _host.Product.Script();
            using var request = new HttpRequestMessage(method, path)
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch).ShouldBeTrue();
            return await script.SendAsync(request);
        }

        private void Add(string thing, string path, object body) =>
            _changes[thing] = (HttpMethod.Patch, path, body);

        private async Task<string> MakeAsync(
            string path,
            object body,
            HttpStatusCode expected = HttpStatusCode.Created
        )
        {
            using var script = _host.Product.Script();
            JsonElement made = default;
            // A timeline knows an incident as soon as its event has arrived.
            await Eventually.Until(
                async () =>
                {
                    using var answer = await script.PostAsJsonAsync(path, body);
                    if (answer.StatusCode == HttpStatusCode.NotFound)
                        return false;
                    made = await answer.JsonAsync(expected);
                    return true;
                },
                description: $"{path} takes it"
            );
            return made.GetProperty("id").GetString()!;
        }

        private async Task<string> ReviewOfAsync(string incident)
        {
            using var script = _host.Product.Script();
            var id = "";
            await Eventually.Until(
                async () =>
                {
                    var page = await script.GetFromJsonAsync<JsonElement>(
                        $"/api/reviews?incident={incident}"
                    );
                    var reviews = page.GetProperty("items");
                    if (reviews.GetArrayLength() == 0)
                        return false;
                    id = reviews[0].GetProperty("id").GetString()!;
                    return true;
                },
                description: "the resolved incident has a review"
            );
            return id;
        }
    }
}
