using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Notifications.Tests.Drivers;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

public sealed class DeliveryTests : IAsyncLifetime
{
    private WebhookSink _sink = null!;

    public async ValueTask InitializeAsync() => _sink = await WebhookSink.StartNewAsync();

    public async ValueTask DisposeAsync() => await _sink.DisposeAsync();

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task An_event_reaches_its_subscriber_signed(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var subscribed = await notifications.SubscribeAsync(
            _sink.At("/hook?x=1"),
            ["review.published"]
        );

        var told = await notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));

        var request = (await _sink.WaitForAsync(1))[0];
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/hook?x=1");
        request.Header("content-type").ShouldBe("application/cloudevents+json; charset=utf-8");
        Receiver.Trusts(request, subscribed.Secret).ShouldBeTrue();
        request.Json.GetProperty("id").GetGuid().ShouldBe(told.Id);
        request.Json.GetProperty("type").GetString().ShouldBe("pir.review.published.v1");

        var delivery = (await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 1))[0];
        delivery.GetProperty("id").GetString().ShouldBe(request.Header("webhook-id"));
        delivery.GetProperty("eventId").GetGuid().ShouldBe(told.Id);
        delivery
            .GetProperty("attempts")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("statusCode")
            .GetInt32()
            .ShouldBe(200);
        (await notifications.GetAsync(subscribed.Path))
            .TryGetProperty("lastSuccessAt", out _)
            .ShouldBeTrue();
        var whole = await notifications.GetAsync(
            $"{subscribed.Path}/deliveries/{delivery.GetProperty("id").GetString()}"
        );
        whole.GetProperty("request").GetProperty("body").GetString().ShouldBe(request.Body);
        whole.GetRawText().ShouldNotContain(subscribed.Secret);
    }

    [Fact]
    public async Task Nothing_of_a_silent_incident_is_sent_even_if_the_incident_is_still_on_its_way()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        await notifications.SubscribeAsync(_sink.Address, ["*"]);
        var silent = Facts.Incident() with { IsSilent = true };

        await notifications.TellAsync(Facts.ReviewPublished(silent));
        await notifications.TellAsync(Facts.Action(silent));
        await notifications.TellAsync(Facts.Entry(silent));
        await notifications.TellAsync(Facts.Opened(silent));
        var loud = await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        (await _sink.WaitForAsync(1)).ShouldHaveSingleItem();
        _sink.Requests.Single().Json.GetProperty("id").GetGuid().ShouldBe(loud.Id);
    }

    [Fact]
    public async Task The_delivery_is_part_of_the_trace_that_caused_the_event()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == PirTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        var incident = Facts.Incident();
        var batch = PirTestHost.BatchOf(Facts.Opened(incident), incident.Id, 1, Facts.Time);
        var cause = ActivityTraceId.CreateRandom().ToHexString();
        var parent = $"00-{cause}-{ActivitySpanId.CreateRandom().ToHexString()}-01";

        await notifications.Host.TellAsync(
            batch with
            {
                Events = [batch.Events[0] with { TraceParent = parent }],
            }
        );

        await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 1);
        _sink.Requests[0].Json.GetProperty("traceparent").GetString().ShouldBe(parent);
        spans.ShouldContain(s =>
            s.OperationName == "webhook deliver"
            && s.TraceId.ToHexString() == cause
            && s.ParentId == parent
        );
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Each_subscriber_gets_what_it_asked_for(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var payments = Facts.Incident(
            service: "payments",
            team: "core",
            severity: Severity.Sev1,
            number: 7
        );
        var search = Facts.Incident(
            service: "search",
            team: "find",
            severity: Severity.Sev3,
            number: 8
        );
        await notifications.TellAsync(Facts.Opened(payments), payments.Id);
        await notifications.TellAsync(Facts.Opened(search), search.Id);
        await notifications.SubscribeAsync(_sink.At("/all"));
        await notifications.SubscribeAsync(_sink.At("/reviews"), ["review.*"]);
        await notifications.SubscribeAsync(
            _sink.At("/service"),
            filter: new(Services: ["PAYMENTS"])
        );
        await notifications.SubscribeAsync(
            _sink.At("/severity"),
            filter: new(Severities: ["sev1", "critical"])
        );
        await notifications.SubscribeAsync(_sink.At("/team"), filter: new(Teams: ["find"]));
        await notifications.SubscribeAsync(_sink.At("/incident"), filter: new(Incident: "INC-7"));

        await notifications.TellAsync(new IncidentAcknowledged(payments), payments.Id, 2);
        await notifications.TellAsync(Facts.ReviewPublished(search));
        await notifications.TellAsync(Facts.Entry(payments)); // names its incident and no more
        await notifications.TellAsync(Facts.DraftAction(payments)); // not for outsiders

        await _sink.WaitForAsync(3 + 1 + 2 + 2 + 1 + 2, deadline: TimeSpan.FromSeconds(60));
        Received("/all")
            .ShouldBe(
                [
                    "pir.incident.acknowledged.v1",
                    "pir.review.published.v1",
                    "pir.timeline.entry-recorded.v1",
                ],
                ignoreOrder: true
            );
        Received("/reviews").ShouldBe(["pir.review.published.v1"]);
        string[] aboutPayments = ["pir.incident.acknowledged.v1", "pir.timeline.entry-recorded.v1"];
        Received("/service").ShouldBe(aboutPayments, ignoreOrder: true);
        Received("/severity").ShouldBe(aboutPayments, ignoreOrder: true);
        Received("/team").ShouldBe(["pir.review.published.v1"]);
        Received("/incident").ShouldBe(aboutPayments, ignoreOrder: true);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_failure_is_tried_again_under_the_same_id(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(500, 302);

        await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        var delivery = (await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 1))[0];
        Attempts(delivery).ShouldBe([(500, "status"), (302, "redirect"), (200, null)]);
        _sink.Requests.Select(r => r.Header("webhook-id")).Distinct().Count().ShouldBe(1);
        _sink.Requests.ShouldAllBe(r => Receiver.Trusts(r, subscribed.Secret));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task What_is_given_up_is_seen_and_can_be_sent_again(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(500, 500, 500);
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        var failed = (await notifications.WaitForDeliveriesAsync(subscribed, "failed", 1))[0];
        failed.TryGetProperty("nextAttemptAt", out _).ShouldBeFalse();
        (await notifications.GetAsync(subscribed.Path))
            .GetProperty("failures")
            .GetInt32()
            .ShouldBe(3);

        await notifications.PostAsync(
            $"{subscribed.Path}/deliveries/{failed.GetProperty("id").GetString()}/retry"
        );

        var delivered = (await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 1))[0];
        Attempts(delivered).Count.ShouldBe(4);
        delivered.GetProperty("replays").GetInt32().ShouldBe(1);
        _sink.Requests.Select(r => r.Header("webhook-id")).Distinct().Count().ShouldBe(1);
        (await notifications.GetAsync(subscribed.Path))
            .GetProperty("failures")
            .GetInt32()
            .ShouldBe(0);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_receiver_that_asks_for_time_gets_it_for_everything(int status)
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(
            new SinkAnswer(
                status,
                Headers: new Dictionary<string, string> { ["Retry-After"] = "2" }
            )
        );

        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        var refused = (await _sink.WaitForAsync(1))[0];
        await Eventually.Until(async () =>
            Attempts((await notifications.DeliveriesAsync(subscribed))[0]).Count == 1
        );
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 2);
        _sink.Requests.Count.ShouldBe(3);
        _sink.Requests.Skip(1).ShouldAllBe(r => r.At - refused.At > TimeSpan.FromSeconds(1.9));
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task Gone_ends_the_subscription_until_it_is_enabled_and_replayed(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            settings: ("Notification:RetrySchedule:1", "01:00:00")
        );
        var since = TimeProvider.System.GetUtcNow();
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(500, 410);
        var waiting = await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await Eventually.Until(async () =>
            Attempts((await notifications.DeliveriesAsync(subscribed))[0]).Count == 1
        );
        var refused = await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        await notifications.WaitForDeliveriesAsync(subscribed, "disabled", 2);
        var disabled = await notifications.GetAsync(subscribed.Path);
        disabled.GetProperty("isEnabled").GetBoolean().ShouldBeFalse();
        disabled.GetProperty("disabledReason").GetString().ShouldBe("gone");
        var missed = await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        var problem = await notifications.PostAsync(
            subscribed.Path + "/replay",
            new { since },
            HttpStatusCode.Conflict
        );
        problem.GetProperty("code").GetString().ShouldBe("subscription-disabled");

        var enabled = await notifications.PatchAsync(subscribed.Path, new { isEnabled = true });
        enabled.TryGetProperty("disabledReason", out _).ShouldBeFalse();
        (await notifications.PostAsync(subscribed.Path + "/replay", new { since }))
            .GetProperty("scheduled")
            .GetInt32()
            .ShouldBe(3);

        await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 3);
        _sink
            .Requests.Skip(2)
            .Select(EventId)
            .ShouldBe([waiting.Id, refused.Id, missed.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task A_subscription_that_fails_for_days_is_disabled()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:DisableAfter", "00:00:00.020")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerAlways(_ => new SinkAnswer(500));

        await notifications.TellAsync(Facts.Opened(Facts.Incident()));

        await Eventually.Until(async () =>
            (await notifications.GetAsync(subscribed.Path)).TryGetProperty(
                "disabledReason",
                out var reason
            )
            && reason.GetString() == "failing"
        );
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task After_a_rotation_both_secrets_sign_and_later_the_new_one_alone(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            settings: ("Notification:SecretOverlap", "00:00:03")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);

        var rotated = await notifications.PostAsync(
            subscribed.Path + "/rotate-secret",
            expected: HttpStatusCode.OK
        );
        var secret = rotated.GetProperty("secret").GetString()!;
        secret.ShouldNotBe(subscribed.Secret);
        await notifications.PostAsync(subscribed.Path + "/test");

        var request = (await _sink.WaitForAsync(1))[0];
        Receiver.Trusts(request, secret).ShouldBeTrue();
        Receiver.Trusts(request, subscribed.Secret).ShouldBeTrue();
        await Eventually.Until(async () =>
            !(await notifications.GetAsync(subscribed.Path)).TryGetProperty(
                "previousSecretUntil",
                out _
            )
        );
        await notifications.PostAsync(subscribed.Path + "/test");
        var later = (await _sink.WaitForAsync(2))[1];
        Receiver.Trusts(later, secret).ShouldBeTrue();
        Receiver.Trusts(later, subscribed.Secret).ShouldBeFalse();
    }

    [Fact]
    public async Task A_test_goes_the_real_way_once_whatever_the_filter()
    {
        await using var notifications = await NotificationDriver.StartAsync();
        var subscribed = await notifications.SubscribeAsync(
            _sink.Address,
            ["review.published"],
            new(Services: ["nothing"])
        );
        _sink.AnswerNext(500);

        await notifications.PostAsync(subscribed.Path + "/test");

        var failed = (await notifications.WaitForDeliveriesAsync(subscribed, "failed", 1))[0];
        Attempts(failed).ShouldBe([(500, "status")]);
        var request = _sink.Requests.ShouldHaveSingleItem();
        request.Json.GetProperty("type").GetString().ShouldBe("pir.test.v1");
        Receiver.Trusts(request, subscribed.Secret).ShouldBeTrue();
        (await notifications.GetAsync(subscribed.Path))
            .GetProperty("failures")
            .GetInt32()
            .ShouldBe(0);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_slow_subscriber_stalls_nobody_and_gets_a_few_at_a_time(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var slow = await notifications.SubscribeAsync(_sink.At("/slow"));
        var fast = await notifications.SubscribeAsync(_sink.At("/fast"));
        _sink.AnswerAlways(r =>
            r.Path == "/slow" ? new SinkAnswer(Delay: TimeSpan.FromSeconds(10)) : new SinkAnswer()
        );

        await notifications.Host.TellAsync(NotificationDriver.Storm(100));

        await notifications.WaitForDeliveriesAsync(fast, "delivered", 100);
        (await notifications.DeliveriesAsync(slow, "pending")).Count.ShouldBe(100);
        _sink.Requests.Count(r => r.Path == "/slow").ShouldBe(4);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_storm_is_delivered_once_each_however_often_it_is_told(DataProvider provider)
    {
        await using var notifications = await NotificationDriver.StartAsync(provider);
        var subscribed = await notifications.SubscribeAsync(_sink.Address, ["incident.opened"]);
        var storm = NotificationDriver.Storm(500);

        await notifications.Host.TellAsync(storm);
        await notifications.Host.TellAsync(storm); // known by its batch
        // known by its events
        await notifications.Host.TellAsync(storm with { Id = Guid.CreateVersion7() });

        await _sink.WaitForAsync(500, deadline: TimeSpan.FromSeconds(60));
        await Eventually.Until(
            async () => (await notifications.DeliveriesAsync(subscribed, "pending")).Count == 0,
            TimeSpan.FromSeconds(60)
        );
        _sink.Requests.Select(EventId).ShouldBe(storm.Events.Select(e => e.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task A_deleted_subscription_gets_nothing_more()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            settings: ("Notification:RetrySchedule:1", "00:00:02")
        );
        var gone = await notifications.SubscribeAsync(_sink.At("/gone"), ["incident.*"]);
        var kept = await notifications.SubscribeAsync(_sink.At("/kept"), ["incident.*"]);
        _sink.AnswerAlways(_ => new SinkAnswer(500));
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await Eventually.Until(async () =>
            Attempts((await notifications.DeliveriesAsync(gone))[0]).Count == 1
        );

        (await notifications.Api.DeleteAsync(gone.Path)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        _sink.AnswerAlways(_ => new SinkAnswer());

        await notifications.WaitForDeliveriesAsync(kept, "delivered", 1);
        await notifications.GetAsync(gone.Path, HttpStatusCode.NotFound);
        _sink.Requests.Count(r => r.Path == "/gone").ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task After_a_crash_in_the_middle_of_sending_it_is_sent_again_under_the_same_id(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            null,
            ("Notification:Timeout", "00:00:01"),
            ("Notification:Lease", "00:00:08")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerNext(new SinkAnswer(Delay: TimeSpan.FromMinutes(1)));
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await _sink.WaitForAsync(1);

        await notifications.CrashAsync();
        await notifications.AddHostAsync();

        await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 1);
        _sink.Requests.Count.ShouldBeGreaterThanOrEqualTo(2);
        _sink.Requests.Select(r => r.Header("webhook-id")).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EachDatabase))]
    public async Task A_process_that_stops_lets_the_wire_finish_and_leaves_the_rest_at_once(
        DataProvider provider
    )
    {
        await using var notifications = await NotificationDriver.StartAsync(
            provider,
            null,
            ("Notification:Lease", "01:00:00")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        _sink.AnswerAlways(_ => new SinkAnswer(Delay: TimeSpan.FromSeconds(1)));
        await notifications.Host.TellAsync(NotificationDriver.Storm(20));
        await _sink.WaitForAsync(4);

        await notifications.StopAsync();

        var begun = _sink.Requests.Count;
        _sink.AnswerAlways(_ => new SinkAnswer());
        await notifications.AddHostAsync();
        await notifications.WaitForDeliveriesAsync(subscribed, "delivered", 20);
        begun.ShouldBeLessThan(20);
        _sink.Requests.Count.ShouldBe(20); // none was broken off and sent twice
    }

    [Fact]
    public async Task Two_processes_share_the_work_and_send_each_delivery_once()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            DataProvider.PostgreSql
        );
        var first = notifications.Host;
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        var second = await notifications.AddHostAsync();
        _sink.AnswerAlways(r => new SinkAnswer(Random.Shared.Next(4) == 0 ? 500 : 200));
        var storms = Enumerable.Range(0, 10).Select(_ => NotificationDriver.Storm(40)).ToList();

        // The schedule allows three attempts; each round after that gives the failed ones three
        // more.
        await Task.WhenAll(storms.Select((s, i) => (i % 2 == 0 ? first : second).TellAsync(s)));
        await SettledAsync(notifications, subscribed);
        _sink.AnswerAlways(_ => new SinkAnswer());
        foreach (var failed in await notifications.DeliveriesAsync(subscribed, "failed"))
        {
            await notifications.PostAsync(
                subscribed.Path + "/replay",
                new { deliveryId = failed.GetProperty("id").GetString() }
            );
        }

        await SettledAsync(notifications, subscribed);
        var sent = storms.SelectMany(s => s.Events).Select(e => e.Id).ToList();
        _sink.Requests.Select(EventId).Distinct().ShouldBe(sent, ignoreOrder: true);
        // What was answered 2xx was not sent again: each delivery lists as many attempts as the
        // sink saw requests.
        var seen = _sink.Requests.CountBy(r => r.Header("webhook-id")!).ToDictionary();
        foreach (var delivery in await AllAsync(notifications, subscribed))
        {
            var id = delivery.GetProperty("id").GetString()!;
            Attempts(delivery).Count.ShouldBe(seen[id]);
            Attempts(delivery).Count(a => a.Status == 200).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_dead_process_leaves_its_deliveries_to_the_others()
    {
        await using var notifications = await NotificationDriver.StartAsync(
            DataProvider.PostgreSql,
            null,
            ("Notification:Timeout", "00:00:01"),
            ("Notification:Lease", "00:00:08")
        );
        var subscribed = await notifications.SubscribeAsync(_sink.Address);
        await notifications.AddHostAsync();
        _sink.AnswerNext(new SinkAnswer(Delay: TimeSpan.FromMinutes(1)));
        await notifications.TellAsync(Facts.Opened(Facts.Incident()));
        await _sink.WaitForAsync(1);

        await notifications.CrashAsync();

        await _sink.WaitForAsync(2, deadline: TimeSpan.FromSeconds(40));
        _sink.Requests.Select(r => r.Header("webhook-id")).Distinct().Count().ShouldBe(1);
        _ = subscribed;
    }

    private static async Task SettledAsync(
        NotificationDriver notifications,
        Subscribed subscribed
    ) =>
        await Eventually.Until(
            async () => (await notifications.DeliveriesAsync(subscribed, "pending")).Count == 0,
            TimeSpan.FromSeconds(90),
            "everything settled"
        );

    private static async Task<List<JsonElement>> AllAsync(
        NotificationDriver notifications,
        Subscribed subscribed
    )
    {
        var all = new List<JsonElement>();
        var after = "";
        while (true)
        {
            var page = await notifications.GetAsync(
                $"{subscribed.Path}/deliveries?limit=150&after={after}"
            );
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.TryGetProperty("next", out var next))
            {
                return all;
            }

            after = next.GetString();
        }
    }

    private static Guid EventId(SinkRequest request) => request.Json.GetProperty("id").GetGuid();

    private List<string?> Received(string path) =>
        [
            .. _sink
                .Requests.Where(r => r.Path == path)
                .Select(r => r.Json.GetProperty("type").GetString()),
        ];

    private static List<(int? Status, string? Error)> Attempts(JsonElement delivery) =>
        [
            .. delivery
                .GetProperty("attempts")
                .EnumerateArray()
                .Select(a =>
                    (
                        a.TryGetProperty("statusCode", out var status)
                            ? status.GetInt32()
                            : (int?)null,
                        a.TryGetProperty("error", out var error) ? error.GetString() : null
                    )
                ),
        ];
}
