using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Notifications.Tests.Drivers;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

public sealed class SubscriptionTests
{
    private static readonly Uri Target = new("http://127.0.0.1:9/hook");

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_subscription_can_be_read_changed_and_deleted(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var created = await notifications.PostAsync(
            "/api/subscriptions",
            new
            {
                name = "Chat",
                url = Target,
                events = new[] { "review.*", "incident.opened", "review.*" },
                filter = new
                {
                    services = new[] { " payments " },
                    severities = new[] { "critical" },
                },
            },
            HttpStatusCode.Created
        );
        created.GetProperty("secret").GetString().ShouldNotBeNull().ShouldStartWith("whsec_");
        var path = "/api/subscriptions/" + created.GetProperty("id").GetGuid();

        var read = await notifications.GetAsync(path);
        read.TryGetProperty("secret", out _).ShouldBeFalse();
        read.GetProperty("name").GetString().ShouldBe("Chat");
        read.GetProperty("isEnabled").GetBoolean().ShouldBeTrue();
        read.GetProperty("createdBy").GetProperty("name").GetString().ShouldBe("Riley Responder");
        Texts(read.GetProperty("events")).ShouldBe(["review.*", "incident.opened"]);
        Texts(read.GetProperty("filter").GetProperty("services")).ShouldBe(["payments"]);
        Texts(read.GetProperty("filter").GetProperty("severities")).ShouldBe(["sev1"]);
        read.GetProperty("filter").TryGetProperty("teams", out _).ShouldBeFalse();

        var changed = await notifications.PatchAsync(
            path,
            new
            {
                isEnabled = false,
                filter = new { },
                version = 1,
            }
        );
        changed.GetProperty("version").GetInt32().ShouldBe(2);
        changed.GetProperty("disabledReason").GetString().ShouldBe("manual");
        changed.GetProperty("filter").EnumerateObject().ShouldBeEmpty();
        Texts(changed.GetProperty("events")).ShouldBe(["review.*", "incident.opened"]);

        var stale = await notifications.PatchAsync(
            path,
            new { name = "x", version = 1 },
            HttpStatusCode.PreconditionFailed
        );
        stale.GetProperty("code").GetString().ShouldBe("stale");

        (await notifications.Api.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await notifications.Api.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await notifications.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task The_list_is_paged_newest_first(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var made = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            made.Insert(0, (await notifications.SubscribeAsync(Target)).Id);
        }

        var listed = new List<Guid>();
        string? after = null;
        do
        {
            var page = await notifications.GetAsync($"/api/subscriptions?limit=2&after={after}");
            listed.AddRange(
                page.GetProperty("items")
                    .EnumerateArray()
                    .Select(i => i.GetProperty("id").GetGuid())
            );
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        } while (after is not null);

        listed.ShouldBe(made);
    }

    [Fact]
    public async Task Bad_input_names_each_field_and_its_rule()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:AllowPrivateTargets", "false")
        );
        (object Body, string Field, string Rule)[] cases =
        [
            (new { events = new[] { "*" } }, "url", "required"),
            (new { url = "nonsense", events = new[] { "*" } }, "url", "absolute"),
            (new { url = "https://127.0.0.1/", events = new[] { "*" } }, "url", "private network"),
            (new { url = "https://localhost/", events = new[] { "*" } }, "url", "private network"),
            (new { url = "https://2130706433/", events = new[] { "*" } }, "url", "private network"),
            (
                new { url = "https://[::ffff:10.0.0.1]/", events = new[] { "*" } },
                "url",
                "private network"
            ),
            (new { url = "http://8.8.8.8/", events = new[] { "*" } }, "url", "https"),
            (new { url = "https://a:b@8.8.8.8/", events = new[] { "*" } }, "url", "password"),
            (new { url = "https://8.8.8.8/" }, "events", "at least one"),
            (
                new { url = "https://8.8.8.8/", events = new[] { "*", "review.gone" } },
                "events[1]",
                "catalogue"
            ),
            (
                new { url = "https://8.8.8.8/", events = new[] { "review.action-proposed" } },
                "events[0]",
                "catalogue"
            ),
            (
                new
                {
                    url = "https://8.8.8.8/",
                    events = new[] { "*" },
                    filter = new { severities = new[] { "sev9" } },
                },
                "filter.severities[0]",
                "sev1"
            ),
            (
                new
                {
                    url = "https://8.8.8.8/",
                    events = new[] { "*" },
                    filter = new { services = new[] { "" } },
                },
                "filter.services[0]",
                "1 to 200"
            ),
            (
                new
                {
                    url = "https://8.8.8.8/",
                    events = new[] { "*" },
                    filter = new { incident = "INC-999" },
                },
                "filter.incident",
                "does not exist"
            ),
            (
                new
                {
                    url = "https://8.8.8.8/",
                    events = new[] { "*" },
                    filter = new { incident = "x" },
                },
                "filter.incident",
                "INC-42"
            ),
            (
                new
                {
                    url = "https://8.8.8.8/",
                    events = new[] { "*" },
                    name = new string('x', 201),
                },
                "name",
                "200"
            ),
            (new { url = "https://8.8.8.8/", events = "*" }, "events", "must be a list"),
        ];
        foreach (var (body, field, rule) in cases)
        {
            var problem = await notifications.PostAsync(
                "/api/subscriptions",
                body,
                HttpStatusCode.BadRequest
            );
            problem.GetProperty("code").GetString().ShouldBe("validation");
            var errors = problem.GetProperty("errors").EnumerateObject().ToList();
            errors.Select(e => e.Name).ShouldBe([field]);
            errors[0].Value[0].GetString().ShouldNotBeNull().ShouldContain(rule);
        }

        (await notifications.GetAsync("/api/subscriptions"))
            .GetProperty("items")
            .GetArrayLength()
            .ShouldBe(0);
    }

    [Fact]
    public async Task Only_those_with_the_scope_may()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(Target);
        using var reader = notifications.Host.Client(Scope.SubscriptionsRead);
        using var other = notifications.Host.Client(Scope.IncidentsRead);
        using var nobody = notifications.Host.AnonymousClient();

        (await reader.GetAsync(subscribed.Path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reader.PostAsJsonAsync(subscribed.Path + "/test", new { })).StatusCode.ShouldBe(
            HttpStatusCode.Forbidden
        );
        (
            await reader.PostAsJsonAsync(subscribed.Path + "/rotate-secret", new { })
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.DeleteAsync(subscribed.Path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.GetAsync("/api/events")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await other.GetAsync("/api/subscriptions")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await nobody.GetAsync("/api/subscriptions")).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await nobody.GetAsync("/api/events")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_not_found()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(Target);
        var other = $"/api/subscriptions/{Guid.CreateVersion7()}";

        foreach (
            var path in (string[])
                [
                    other,
                    other + "/deliveries",
                    subscribed.Path + "/deliveries/msg_0",
                    subscribed.Path + $"/deliveries/{Guid.CreateVersion7()}",
                ]
        )
        {
            (await notifications.GetAsync(path, HttpStatusCode.NotFound))
                .GetProperty("code")
                .GetString()
                .ShouldBe("not-found");
        }

        foreach (
            var path in (string[])
                [
                    other + "/test",
                    other + "/rotate-secret",
                    subscribed.Path + "/deliveries/nonsense/retry",
                ]
        )
        {
            await notifications.PostAsync(path, expected: HttpStatusCode.NotFound);
        }

        await notifications.PostAsync(
            other + "/replay",
            new { since = Facts.Time },
            HttpStatusCode.NotFound
        );
        await notifications.PostAsync(
            subscribed.Path + "/replay",
            new { deliveryId = "msg_1" },
            HttpStatusCode.NotFound
        );
        await notifications.PostAsync(
            subscribed.Path + "/replay",
            new { },
            HttpStatusCode.BadRequest
        );
        await notifications.PostAsync(
            subscribed.Path + "/replay",
            new { since = "3000-01-01T00:00:00Z" },
            HttpStatusCode.BadRequest
        );
        await notifications.GetAsync(
            subscribed.Path + "/deliveries?status=lost",
            HttpStatusCode.BadRequest
        );
        await notifications.GetAsync(
            subscribed.Path + "/deliveries?limit=0",
            HttpStatusCode.BadRequest
        );
        await notifications.GetAsync(
            subscribed.Path + "/deliveries?after=x",
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task The_api_is_documented()
    {
        await using var notifications = await NotificationDriver.StartAsync();

        var document = await notifications.GetAsync("/openapi/notification.json");

        document
            .GetProperty("paths")
            .EnumerateObject()
            .Select(p => p.Name)
            .Where(p => !p.Contains("/operations/"))
            .ShouldBe(
                [
                    "/api/subscriptions",
                    "/api/subscriptions/{id}",
                    "/api/subscriptions/{id}/rotate-secret",
                    "/api/subscriptions/{id}/test",
                    "/api/subscriptions/{id}/deliveries",
                    "/api/subscriptions/{id}/deliveries/{deliveryId}",
                    "/api/subscriptions/{id}/deliveries/{deliveryId}/retry",
                    "/api/subscriptions/{id}/replay",
                    "/api/events",
                    "/api/channel-rules",
                    "/api/channel-rules/{id}",
                    "/api/channel-rules/order",
                    "/api/channel-rules/try",
                    "/api/incidents/{incident}/tellings",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task The_secret_is_sealed_in_the_database()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(Target);

        var file = Path.Combine(notifications.Directory, "notification.db");
        var bytes = await ReadAllAsync(file) + await ReadAllAsync(file + "-wal");

        bytes.ShouldContain(subscribed.Id.ToString().ToUpperInvariant());
        bytes.ShouldNotContain(subscribed.Secret["whsec_".Length..]);
    }

    private static async Task<string> ReadAllAsync(string path)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        await using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete
        );
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private static List<string?> Texts(JsonElement array) =>
        [.. array.EnumerateArray().Select(e => e.GetString())];
}
