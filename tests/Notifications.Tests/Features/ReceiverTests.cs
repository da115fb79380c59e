using System.Text.Json;
using Pir.Contracts.Incidents;
using Pir.Notifications.Tests.Drivers;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Features;

/// <summary>
/// Receivers can read everything we send with the libraries of the two standards.
/// </summary>
public sealed class ReceiverTests : IAsyncLifetime
{
    private WebhookSink _sink = null!;
    private NotificationDriver _notifications = null!;
    private Subscribed _subscribed = null!;

    public async ValueTask InitializeAsync()
    {
        _sink = await WebhookSink.StartNewAsync();
        _notifications = await NotificationDriver.StartAsync();
        _subscribed = await _notifications.SubscribeAsync(_sink.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _notifications.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task Events_of_every_service_are_read()
    {
        var incident = Facts.Incident(title: "Größe \"<ü>\" 日本\n</script> 🔥");
        await _notifications.TellAsync(Facts.Opened(incident), incident.Id);
        await _notifications.TellAsync(new IncidentAcknowledged(incident), incident.Id, 2);
        await _notifications.TellAsync(Facts.Entry(incident));
        await _notifications.TellAsync(Facts.ReviewPublished(incident));
        await _notifications.TellAsync(Facts.Action(incident));

        var read = (await _sink.WaitForAsync(5)).Select(ReadSigned).ToList();

        read.Select(e => e.Type)
            .ShouldBe(
                [
                    "pir.incident.opened.v1",
                    "pir.incident.acknowledged.v1",
                    "pir.timeline.entry-recorded.v1",
                    "pir.review.published.v1",
                    "pir.action.proposed.v1",
                ],
                ignoreOrder: true
            );
        var opened = read.Single(e => e.Type == "pir.incident.opened.v1");
        opened.Source!.ToString().ShouldBe("/pir/incident-intake");
        opened.Subject.ShouldBe(incident.Id.ToString());
        opened.Time.ShouldBe(new DateTimeOffset(Facts.Time));
        opened.DataContentType.ShouldBe("application/json");
        ((JsonElement)opened.Data!)
            .GetProperty("incident")
            .GetProperty("title")
            .GetString()
            .ShouldBe(incident.Title);
    }

    [Fact]
    public async Task An_attempt_after_a_failure_carries_the_same_event_with_a_signature_of_its_own()
    {
        _sink.AnswerNext(new SinkAnswer(Status: 500));
        await _notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));

        var attempts = await _sink.WaitForAsync(2);

        ReadSigned(attempts[1]).Id.ShouldBe(ReadSigned(attempts[0]).Id);
    }

    [Fact]
    public async Task A_test_a_replay_and_a_delivery_under_two_secrets_are_read()
    {
        await _notifications.TellAsync(Facts.ReviewPublished(Facts.Incident()));
        var first = ReadSigned((await _sink.WaitForAsync(1))[0]);
        await _notifications.PostAsync(_subscribed.Path + "/test");
        ReadSigned((await _sink.WaitForAsync(2))[1]).Type.ShouldBe("pir.test.v1");

        var delivered = await _notifications.WaitForDeliveriesAsync(_subscribed, "delivered", 2);
        var id = delivered
            .Single(d => d.GetProperty("eventType").GetString() == first.Type)
            .GetProperty("id")
            .GetString();
        await _notifications.PostAsync($"{_subscribed.Path}/replay", new { deliveryId = id });
        ReadSigned((await _sink.WaitForAsync(3))[2]).Id.ShouldBe(first.Id);

        var rotated = await _notifications.PostAsync(
            _subscribed.Path + "/rotate-secret",
            expected: System.Net.HttpStatusCode.OK
        );
        await _notifications.PostAsync(_subscribed.Path + "/test");
        var last = (await _sink.WaitForAsync(4))[3];
        ReadSigned(last).IsValid.ShouldBeTrue();
        Receiver.Trusts(last, rotated.GetProperty("secret").GetString()!).ShouldBeTrue();
    }

    [Fact]
    public async Task A_body_that_was_changed_is_not_trusted()
    {
        await _notifications.PostAsync(_subscribed.Path + "/test");
        var sent = (await _sink.WaitForAsync(1))[0];

        Receiver
            .Trusts(sent with { Body = sent.Body.Replace("1.0", "1.1") }, _subscribed.Secret)
            .ShouldBeFalse();
    }

    private CloudNative.CloudEvents.CloudEvent ReadSigned(SinkRequest request)
    {
        Receiver.Trusts(request, _subscribed.Secret).ShouldBeTrue();
        return Receiver.Read(request);
    }
}
