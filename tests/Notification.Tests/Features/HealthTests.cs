using System.Net;
using System.Text.Json;
using Pir.Notifications.Tests.Drivers;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

/// <summary>A subscription's health is what became of its deliveries; a test tells its outcome.</summary>
public sealed class HealthTests : IAsyncLifetime
{
    private WebhookSink _sink = null!;

    public async ValueTask InitializeAsync() => _sink = await WebhookSink.StartNewAsync();

    public async ValueTask DisposeAsync() => await _sink.DisposeAsync();

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_subscription_is_unheard_failing_and_healthy_by_what_gets_through(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            settings: ("Notification:RetrySchedule:1", "01:00:00")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        (await HealthAsync(notifications, subscribed)).GetRawText().ShouldContain("unheard");
        _sink.AnswerNext(new SinkAnswer(Status: 503));

        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));

        await StateAsync(notifications, subscribed, "failing");
        var failing = await HealthAsync(notifications, subscribed);
        failing.GetProperty("failures").GetInt32().ShouldBe(1);
        failing.GetProperty("cause").GetString().ShouldBe("status");
        failing.GetProperty("detail").GetString().ShouldBe("HTTP 503");
        failing.TryGetProperty("since", out _).ShouldBeTrue();
        var listed = await notifications.GetAsync("/api/subscriptions");
        listed
            .GetProperty("items")[0]
            .GetProperty("health")
            .GetRawText()
            .ShouldBe(failing.GetRawText());

        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
        await StateAsync(notifications, subscribed, "healthy");
    }

    [Theory]
    [InlineData(200, "delivered")]
    [InlineData(500, "failed")]
    public async Task A_test_answers_with_its_outcome(int status, string outcome)
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(new SinkAnswer(Status: status));

        var sent = await notifications.PostAsync(subscribed.Path + "/test");

        sent.GetProperty("status").GetString().ShouldBe(outcome);
        sent.GetProperty("attempts")[0].GetProperty("statusCode").GetInt32().ShouldBe(status);
    }

    [Fact]
    public async Task A_test_whose_receiver_takes_its_time_is_pending_until_it_is_settled()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(new SinkAnswer(Delay: TimeSpan.FromSeconds(7)));

        var sent = await notifications.PostAsync(subscribed.Path + "/test");

        sent.GetProperty("status").GetString().ShouldBe("pending");
        await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 1);
    }

    [Fact]
    public async Task A_subscription_that_was_switched_on_again_has_to_prove_itself()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
        await StateAsync(notifications, subscribed, "healthy");
        _sink.AnswerNext(new SinkAnswer(Status: 410));
        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
        await StateAsync(notifications, subscribed, "failing");

        await notifications.PatchAsync(subscribed.Path, new { isEnabled = true });

        (await HealthAsync(notifications, subscribed)).GetRawText().ShouldContain("unheard");
    }

    private static Task StateAsync(
        NotificationDriver notifications,
        Subscribed subscribed,
        string state
    ) =>
        Eventually.Until(
            async () =>
                (await HealthAsync(notifications, subscribed)).GetProperty("state").GetString()
                == state,
            description: "the subscription is " + state
        );

    private static async Task<JsonElement> HealthAsync(
        NotificationDriver notifications,
        Subscribed subscribed
    ) => (await notifications.GetAsync(subscribed.Path, HttpStatusCode.OK)).GetProperty("health");
}
