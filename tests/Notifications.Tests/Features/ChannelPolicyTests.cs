using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Notifications.Tests.Drivers;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

/// <summary>
/// The channel policy decides who is told about an incident, and the incident shows the outcome
/// (A4).
/// </summary>
public sealed class ChannelPolicyTests : IAsyncLifetime
{
    private WebhookSink _sink = null!;

    public async ValueTask InitializeAsync() => _sink = await WebhookSink.StartNewAsync();

    public async ValueTask DisposeAsync() => await _sink.DisposeAsync();

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task The_first_rule_that_matches_tells_its_channels_A4(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var page = await SubscribeAsync(notifications, "/page");
        await RuleAsync(notifications, "Shop", ["sev1"], page, ["Management", "Support"]);
        await RuleAsync(notifications, "All", [], page, ["Everybody"]);
        var severe = Facts.Incident(severity: Severity.Sev1, number: 1);
        var minor = Facts.Incident(severity: Severity.Sev4, number: 2);

        var opened = await notifications.TellAsync(Facts.Opened(severe));
        await notifications.TellAsync(Facts.Opened(minor));
        await notifications.TellAsync(
            new IncidentChanged(severe, [new("title", "a", "b")], null),
            version: 2
        );
        await notifications.TellAsync(
            new IncidentChanged(severe, [new("severity", "sev2", "sev1")], null),
            version: 3
        );
        await notifications.TellAsync(new IncidentResolved(severe, false, null), version: 4);

        var told = await ToldAsync(notifications, "INC-1", 6);
        told.Select(Describe)
            .ShouldBe([
                "resolved Management sent",
                "resolved Support sent",
                "severityChanged Management sent",
                "severityChanged Support sent",
                "opened Management sent",
                "opened Support sent",
            ]);
        told[0].GetProperty("channel").GetString().ShouldBe("Page");
        told[0].GetProperty("rule").GetString().ShouldBe("Shop");
        (await ToldAsync(notifications, "INC-2", 1))
            .Select(Describe)
            .ShouldBe(["opened Everybody sent"]);
        // Two audiences of one channel and one event are one webhook.
        _sink.Requests.Count(r => r.Json.GetProperty("id").GetGuid() == opened.Id).ShouldBe(1);
        _sink.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Nobody_is_told_twice_and_a_failure_is_retried_within_bounds_A4()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var page = await SubscribeAsync(notifications, "/page");
        await RuleAsync(notifications, "All", [], page, ["Management"]);
        _sink.AnswerAlways(_ => new(503));
        var incident = Facts.Incident(number: 3);
        var batch = PirTestHost.BatchOf(Facts.Opened(incident), incident.Id, 1, Facts.Time);

        await notifications.Host.TellAsync(batch);
        await notifications.Host.TellAsync(batch);

        var failed = await ToldAsync(notifications, "INC-3", 1, "failed");
        failed.ShouldHaveSingleItem().GetProperty("attempts").GetInt32().ShouldBe(3);
        failed[0].GetProperty("error").GetString().ShouldBe("status");
    }

    [Fact]
    public async Task A_channel_that_is_off_is_said_so_and_silent_incidents_tell_nobody_A4()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var page = await SubscribeAsync(notifications, "/page");
        await RuleAsync(notifications, "All", [], page, ["Management"]);
        await notifications.PatchAsync($"/api/subscriptions/{page}", new { isEnabled = false });
        var incident = Facts.Incident(number: 4);

        await notifications.TellAsync(Facts.Opened(incident));
        await notifications.TellAsync(
            Facts.Opened(Facts.Incident(number: 5) with { IsSilent = true })
        );

        var told = (await ToldAsync(notifications, "INC-4", 1)).ShouldHaveSingleItem();
        told.GetProperty("status").GetString().ShouldBe("off");
        told.GetProperty("channel").GetString().ShouldBe("Page");
        (await ToldAsync(notifications, "INC-5", 0)).ShouldBeEmpty();
        _sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trial_shows_who_would_be_told_and_tells_nobody_A4()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var page = await SubscribeAsync(notifications, "/page");
        var first = await RuleAsync(notifications, "Severe", ["sev1"], page, ["Management"]);
        var second = await RuleAsync(notifications, "All", [], page, ["Everybody"]);

        var before = await TryAsync(notifications, "sev1");
        await PutAsync(
            notifications,
            "/api/channel-rules/order",
            new { ids = new[] { second, first } }
        );
        var after = await TryAsync(notifications, "sev1");

        before.GetProperty("rule").GetString().ShouldBe("Severe");
        var channel = before.GetProperty("channels").EnumerateArray().ShouldHaveSingleItem();
        channel.GetProperty("audience").GetString().ShouldBe("Management");
        channel.GetProperty("channel").GetString().ShouldBe("Page");
        channel.GetProperty("isOn").GetBoolean().ShouldBeTrue();
        after.GetProperty("rule").GetString().ShouldBe("All");
        _sink.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_field_is_named_and_a_stale_change_is_refused_A4()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var page = await SubscribeAsync(notifications, "/page");

        var wrong = await notifications.PostAsync(
            "/api/channel-rules",
            new
            {
                name = "Wrong",
                channels = new object[]
                {
                    new { audience = "Management", subscriptionId = Guid.CreateVersion7() },
                    new { subscriptionId = page },
                },
            },
            HttpStatusCode.BadRequest
        );
        var rule = await RuleAsync(notifications, "Right", [], page, ["Management"]);
        var path = "/api/channel-rules/" + rule;
        await PutAsync(notifications, path, new { name = "Changed", version = 1 });
        await PutAsync(
            notifications,
            path,
            new { name = "Late", version = 1 },
            HttpStatusCode.PreconditionFailed
        );

        var errors = wrong.GetProperty("errors");
        errors
            .GetProperty("channels[0].subscriptionId")[0]
            .GetString()
            .ShouldBe("must be the id of a subscription");
        errors.GetProperty("channels[1].audience")[0].GetString().ShouldBe("is required");
        var all = await notifications.GetAsync("/api/channel-rules");
        all.GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("Changed");
    }

    private static string Describe(JsonElement told) =>
        string.Join(
            ' ',
            told.GetProperty("moment").GetString(),
            told.GetProperty("audience").GetString(),
            told.GetProperty("status").GetString()
        );

    private async Task<Guid> SubscribeAsync(NotificationDriver notifications, string path)
    {
        var made = await notifications.PostAsync(
            "/api/subscriptions",
            new
            {
                name = "Page",
                url = _sink.At(path).ToString(),
                events = new[] { "action.overdue" },
            },
            HttpStatusCode.Created
        );
        return made.GetProperty("id").GetGuid();
    }

    private static async Task<Guid> RuleAsync(
        NotificationDriver notifications,
        string name,
        string[] severities,
        Guid subscription,
        string[] audiences
    )
    {
        var made = await notifications.PostAsync(
            "/api/channel-rules",
            new
            {
                name,
                severities,
                channels = audiences.Select(a => new
                {
                    audience = a,
                    subscriptionId = subscription,
                }),
            },
            HttpStatusCode.Created
        );
        return made.GetProperty("id").GetGuid();
    }

    private static Task<JsonElement> TryAsync(NotificationDriver notifications, string severity) =>
        notifications.PostAsync("/api/channel-rules/try", new { severity }, HttpStatusCode.OK);

    private static async Task PutAsync(
        NotificationDriver notifications,
        string path,
        object body,
        HttpStatusCode expected = HttpStatusCode.OK
    ) =>
        await NotificationDriver.BodyAsync(
            await notifications.Api.PutAsJsonAsync(path, body),
            expected
        );

    /// <summary>Who was told, newest first, once as many have this status.</summary>
    private static async Task<List<JsonElement>> ToldAsync(
        NotificationDriver notifications,
        string incident,
        int count,
        string? status = null
    )
    {
        List<JsonElement> told = [];
        await Eventually.Until(async () =>
        {
            var page = await notifications.GetAsync($"/api/incidents/{incident}/tellings");
            told = [.. page.GetProperty("items").EnumerateArray()];
            return told.Count(t =>
                    t.GetProperty("status").GetString() is var now
                    && (status is null ? now is not ("pending" or "retried") : now == status)
                ) >= count;
        });
        return told;
    }
}
