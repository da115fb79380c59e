using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;
using Pir.Testing.Sinks;

namespace Pir.Browser.Tests;

/// <summary>
/// Sources and subscriptions: deliveries in both directions, and why they failed.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class ConnectionTests(Product product)
{
    [Fact]
    public async Task A_source_is_switched_off_and_on_and_its_deliveries_are_filtered()
    {
        var source = await AddSourceAsync("Filtered");
        var path = $"/sources/{source.GetProperty("id").GetString()}";
        await product.Api.PostAsync($"/api{path}/test", new { });
        await SendAsync(source, [.. "{\"title\":\"f"u8, 0xFC, .. "r\\\"}"u8]);
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync(path);
        await ada.SeesOnceReloadedAsync("Last received");
        await Assertions.Expect(ada.Page.Locator(".list .item")).ToHaveCountAsync(3);
        await ada.FollowsAsync("Failed");
        await Assertions.Expect(ada.Page.Locator(".list .item")).ToHaveCountAsync(1);
        await ada.Page.Locator(".list .item__title").ClickAsync();
        await ada.SeesAsync("The body is not valid UTF-8.");
        await Assertions.Expect(ada.Page.Locator("pre")).ToContainTextAsync(@"{""title"":""f\xFCr");

        await ada.OpensAsync(path);
        await ada.PressesAsync("Disable");
        await ada.SeesAsync("The source is disabled: deliveries are kept");
        await ada.PressesAsync("Enable");
        await ada.DoesNotSeeAsync("The source is disabled: deliveries are kept");
    }

    [Fact]
    public async Task A_delivery_that_failed_says_why_and_what_was_sent()
    {
        var subscription = await product.Api.PostAsync(
            "/api/subscriptions",
            new
            {
                name = "Nobody listens",
                url = $"http://127.0.0.1:{FreePort.Next()}/hook",
                events = new[] { "review.published" },
            }
        );
        var secret = subscription.GetProperty("secret").GetString()!;
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/subscriptions/{subscription.GetProperty("id").GetString()}");
        await ada.PressesAsync("Send a test");
        await ada.FollowsAsync("pir.test.v1");
        await ada.SeesOnceReloadedAsync("refused the connection");
        await Assertions.Expect(ada.Page.Locator("pre")).ToContainTextAsync("This is a test");
        (await ada.Page.ContentAsync()).ShouldNotContain(secret);
        await ada.PressesAsync("Retry now");
        await ada.SeesAsync("Retrying the delivery.");
        await ada.PressesAsync("Disable");
        await ada.SeesAsync("Disabled manually.");
        await ada.PressesAsync("Enable");
        await ada.DoesNotSeeAsync("Disabled manually.");
    }

    [Fact]
    public async Task A_source_that_sends_nothing_readable_is_failing_in_list_page_and_home()
    {
        var source = await AddSourceAsync("Sends scrap");
        var path = $"/sources/{source.GetProperty("id").GetString()}";
        await SendAsync(source, "{"u8.ToArray());
        await using var ada = await product.SomebodyAsync();

        await ada.OpensAsync("/");
        await ada.SeesAsync("have been failing since");
        await ada.OpensAsync("/sources");
        await ada.SeesAsync("1 failed delivery since");
        await ada.OpensAsync(path);
        await ada.SeesAsync("The last delivery could not be read");
        await Assertions
            .Expect(ada.Page.Locator(".page__head .badge--red"))
            .ToHaveTextAsync("Failing");

        await ada.PressesAsync("Send a test");
        await ada.SeesAsync("Test alert accepted. It opened a drill.");
        // Our own test does not make the tool's deliveries readable.
        await ada.SeesAsync("The last delivery could not be read");
        await product.Api.PatchAsync($"/api{path}", new { isEnabled = false });
    }

    [Fact]
    public async Task Of_a_delivery_that_was_read_in_part_it_is_said_what_was_taken()
    {
        var source = await AddSourceAsync("Sends half");
        var path = $"/sources/{source.GetProperty("id").GetString()}";
        await SendAsync(source, """{"alerts":[{"fingerprint":"a"},7]}"""u8.ToArray());
        await using var ada = await product.SomebodyAsync();

        await ada.OpensAsync("/sources");
        await ada.SeesAsync("1 alert accepted");
        await ada.OpensAsync(path);
        await ada.SeesAsync("Failing");
        await ada.FollowsAsync("The 2nd entry is not an alert.");
        await ada.SeesAsync("1 alert was still accepted.");
        await ada.PressesAsync("Replay");
        await ada.SeesAsync("Delivery read again. The same part is still missing.");
        await product.Api.PatchAsync($"/api{path}", new { isEnabled = false });
    }

    [Fact]
    public async Task A_test_says_what_the_receiver_answered_and_pending_only_while_it_is()
    {
        await using var sink = await WebhookSink.StartNewAsync();
        var subscription = await product.Api.PostAsync(
            "/api/subscriptions",
            new
            {
                name = "Slow listener",
                url = sink.At("/hook"),
                events = new[] { "review.published" },
            }
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/subscriptions/{subscription.GetProperty("id").GetString()}");
        sink.AnswerNext(
            new SinkAnswer(),
            new SinkAnswer(Status: 500),
            new SinkAnswer(Delay: TimeSpan.FromSeconds(8))
        );

        await ada.PressesAsync("Send a test");
        await ada.SeesAsync("Test delivered");
        await ada.PressesAsync("Send a test");
        await ada.SeesAsync("Test failed.");
        await ada.PressesAsync("Send a test");
        await ada.SeesAsync("Test sent, but the receiver has not answered yet.");
        // The page refreshes automatically.
        var delivered = ada.Page.Locator(".list .badge--green");
        await Assertions.Expect(delivered).ToHaveCountAsync(2, new() { Timeout = 20_000 });
    }

    private Task<JsonElement> AddSourceAsync(string name) =>
        product.Api.PostAsync("/api/sources", new { kind = "generic", name });

    private static async Task SendAsync(JsonElement source, byte[] body)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var _ = await client.PostAsync(source.GetProperty("webhookUrl").GetString(), content);
    }
}
