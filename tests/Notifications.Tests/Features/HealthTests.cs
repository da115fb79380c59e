using System.Net;
using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Notifications.Tests.Drivers;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

/// <summary>A subscription's health follows its deliveries. A test returns its outcome.</summary>
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
        failing.GetProperty("detail").GetString().ShouldBe("The receiver answered HTTP 503.");
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
    [ClassData(typeof(EachDatabase))]
    public async Task The_turns_of_a_subscriptions_health_are_told_once_each(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            settings: ("Notification:RetrySchedule:1", "01:00:00")
        );
        await using var watch = await WebhookSink.StartNewAsync();
        await notifications.SubscribeAsync(watch.Address, ["subscription.*"]);
        var broken = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(503, 503, 200, 503, 200);
        foreach (var state in (string[])["failing", "failing", "healthy", "failing", "healthy"])
        {
            await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
            await StateAsync(notifications, broken, state);
        }

        await Eventually.Until(() => watch.Requests.Count >= 2, description: "both are told");

        // The second failure came too soon after the first to be reported.
        var turns = TurnsOf(notifications, broken);
        turns
            .Select(t => t.Health.State)
            .ShouldBe([ConnectionState.Failing, ConnectionState.Healthy]);
        turns[0]
            .Subscription.ShouldBe(
                new SubscriptionState(
                    broken.Id,
                    Name: null,
                    _sink.Address.Host,
                    IsEnabled: true,
                    new Actor("user", "user-1", "Riley Responder")
                )
            );
        turns[0].Health.Detail.ShouldBe("The receiver answered HTTP 503.");
        watch
            .Requests.Select(r =>
                r.Json.GetProperty("data").GetProperty("health").GetProperty("state").GetString()
            )
            .ShouldBe(["failing", "healthy"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("http", "The receiver refused the connection.")]
    [InlineData("https", "No secure connection: the receiver's certificate is not trusted")]
    [InlineData("slow", "The receiver did not respond in time.")]
    public async Task The_news_say_why_where_the_receiver_gave_no_answer(string how, string cause)
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings:
            [
                ("Notification:RetrySchedule:1", "01:00:00"),
                ("Notification:Timeout", "00:00:00.500"),
            ]
        );
        _sink.AnswerNext(new SinkAnswer(Delay: TimeSpan.FromSeconds(5)));
        var url = new UriBuilder(_sink.Address);
        (url.Scheme, url.Port) = how switch
        {
            "http" => ("http", FreePort.Next()),
            "https" => ("https", url.Port),
            _ => (url.Scheme, url.Port),
        };
        var subscribed = await notifications.SubscribeAsync(url.Uri);

        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));

        await Eventually.Until(
            () => TurnsOf(notifications, subscribed).Count == 1,
            description: "the failure is told"
        );
        TurnsOf(notifications, subscribed)[0]
            .Health.Detail.ShouldNotBeNull()
            .ShouldStartWith(cause);
    }

    [Fact]
    public async Task A_failing_subscription_is_not_sent_the_news_of_its_own_failure()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:RetrySchedule:1", "01:00:00")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address, ["*"]);
        _sink.AnswerNext(503);
        var start = TimeProvider.System.GetUtcNow().AddMinutes(-1);

        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));

        await Eventually.Until(
            () => TurnsOf(notifications, subscribed).Count == 1,
            description: "the failure is told"
        );
        await notifications.PostAsync(subscribed.Path + "/replay", new { since = start });
        await StateAsync(notifications, subscribed, "healthy");
        (await notifications.DeliveriesAsync(subscribed))
            .Select(d => d.GetProperty("eventType").GetString())
            .ShouldBe(["pir.review.published.v1"]);
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
        // Only a successful delivery is a recovery.
        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
        await Eventually.Until(
            () => TurnsOf(notifications, subscribed).Count == 2,
            description: "both turns are told"
        );
        TurnsOf(notifications, subscribed)
            .Select(t => (t.Health.State, t.Subscription.IsEnabled))
            .ShouldBe([(ConnectionState.Failing, false), (ConnectionState.Healthy, true)]);
    }

    [Fact]
    public async Task News_of_its_health_make_no_opened_form_stale()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:RetrySchedule:1", "01:00:00")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        var opened = await notifications.GetAsync(subscribed.Path);
        _sink.AnswerNext(503);
        await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
        await Eventually.Until(
            () => TurnsOf(notifications, subscribed).Count == 1,
            description: "the failure is told"
        );

        var version = opened.GetProperty("version").GetInt32();
        var saved = await notifications.PatchAsync(subscribed.Path, new { name = "Ops", version });

        saved.GetProperty("version").GetInt32().ShouldBe(version + 1);
    }

    private static List<SubscriptionHealthChanged> TurnsOf(
        NotificationDriver notifications,
        Subscribed subscribed
    ) =>
        [
            .. notifications
                .Host.Published.Where(e =>
                    e.Type == "pir.subscription.health-changed.v1"
                    && e.Subject == subscribed.Id.ToString()
                )
                .Select(e => e.Data.Deserialize<SubscriptionHealthChanged>(EventJson.Options)!),
        ];

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
