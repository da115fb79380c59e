using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Pir.IncidentIntake.Data;
using Pir.Testing;
using Pir.Testing.Sinks;

namespace Pir.FrontDoor.Tests;

/// <summary>What the pages of sources and subscriptions show about deliveries.</summary>
public sealed class ConnectionPageTests : IAsyncLifetime
{
    private Product _product = null!;
    private HttpClient _script = null!;

    public async ValueTask InitializeAsync()
    {
        _product = await Product.StartAsync(
            settings:
            [
                ("Notification:AllowPrivateTargets", "true"),
                ("Intake:KeepFailedBodies", "1"),
                // A retry would deliver.
                ("Notification:RetrySchedule:0", "00:00:00"),
                ("Notification:RetrySchedule:1", "01:00:00"),
            ]
        );
        _script = _product.Script();
    }

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task A_subscription_switched_on_again_says_what_it_was_sent_before()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        var path = await SubscribeAsync(sink.Address);
        (await _script.GetStringAsync(path)).ShouldContain("Not used yet");
        await OpenIncidentAsync();
        await IsAsync(path, "healthy");
        sink.AnswerNext(new SinkAnswer(Status: 410));
        await OpenIncidentAsync();
        await IsAsync(path, "failing");

        await PatchAsync("/api" + path, new { isEnabled = true });

        foreach (var page in (string[])[path, "/subscriptions"])
        {
            var text = await _script.GetStringAsync(page);
            text.ShouldContain("Not used since it was enabled");
            text.ShouldNotContain("Not used yet");
        }
    }

    [Theory]
    [InlineData(503, "The receiver answered HTTP 503.")]
    [InlineData(410, "it wants no more events")]
    public async Task A_subscription_whose_deliveries_fail_is_told_on_home_even_if_that_disabled_it(
        int status,
        string why
    )
    {
        await using var sink = await WebhookSink.StartNewAsync();
        var path = await SubscribeAsync(sink.Address);
        sink.AnswerNext(new SinkAnswer(Status: status));

        await OpenIncidentAsync();

        await IsAsync(path, "failing");
        var home = await _script.GetStringAsync("/");
        home.ShouldContain($"<a href=\"{path}\">");
        home.ShouldContain("has received nothing");
        home.ShouldContain(why);
        // Somebody has seen to it: they disabled it, or enabled it again.
        await PatchAsync("/api" + path, new { isEnabled = status == 410 });
        (await _script.GetStringAsync("/")).ShouldNotContain("has received nothing");
    }

    [Fact]
    public async Task A_delivery_whose_body_was_dropped_says_so_and_offers_no_replay()
    {
        var webhook = await _product.ConnectAsync();
        var first = await SendScrapAsync(webhook);
        var second = await SendScrapAsync(webhook);

        await ActivatorUtilities
            .CreateInstance<DeliveryRetention>(_product.Services)
            .CleanAsync(default);

        var dropped = await _script.GetStringAsync("/deliveries/" + first.Id);
        dropped.ShouldContain("The body was deleted");
        dropped.ShouldNotContain($"/deliveries/{first.Id}/replay");
        (await _script.GetStringAsync("/deliveries/" + second.Id)).ShouldContain(
            $"/deliveries/{second.Id}/replay"
        );
        var source = await _script.GetStringAsync("/sources/" + first.Source);
        source.ShouldContain("The body of 1 failed delivery was deleted");
        source.ShouldContain("/deliveries/" + first.Id);
    }

    private async Task<string> SubscribeAsync(Uri url)
    {
        using var answer = await _script.PostAsJsonAsync(
            "/api/subscriptions",
            new { url, events = new[] { "incident.opened" } }
        );
        var subscription = await answer.JsonAsync(System.Net.HttpStatusCode.Created);
        return "/subscriptions/" + subscription.GetProperty("id").GetString();
    }

    private async Task OpenIncidentAsync() =>
        (
            await _script.PostAsJsonAsync(
                "/api/incidents",
                new { title = "Checkout is slow", severity = "sev4" }
            )
        ).EnsureSuccessStatusCode();

    private async Task PatchAsync(string path, object body) =>
        (await _script.PatchAsJsonAsync(path, body)).EnsureSuccessStatusCode();

    private async Task<(string Id, string Source)> SendScrapAsync(string webhook)
    {
        using var answer = await _script.PostAsync(webhook, new StringContent("{"));
        var id = (await answer.JsonAsync(System.Net.HttpStatusCode.Accepted))
            .GetProperty("deliveryId")
            .GetString()!;
        var delivery = await _script.GetFromJsonAsync<JsonElement>("/api/deliveries/" + id);
        return (id, delivery.GetProperty("sourceId").GetString()!);
    }

    private Task IsAsync(string path, string state) =>
        Eventually.Until(
            async () =>
                (await _script.GetStringAsync("/api" + path)).Contains(
                    $"\"state\":\"{state}\"",
                    StringComparison.Ordinal
                ),
            description: $"the subscription is {state}"
        );
}
