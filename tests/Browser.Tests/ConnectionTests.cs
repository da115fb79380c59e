using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>Sources and subscriptions: what came in, what went out, and why not.</summary>
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
        await ada.SeesOnceReloadedAsync("Last heard from");
        await Assertions.Expect(ada.Page.Locator(".list .item")).ToHaveCountAsync(3);
        await ada.FollowsAsync("Failed");
        await Assertions.Expect(ada.Page.Locator(".list .item")).ToHaveCountAsync(1);
        await ada.Page.Locator(".list .item__title").ClickAsync();
        await ada.SeesAsync("It is no UTF-8 text.");
        await Assertions.Expect(ada.Page.Locator("pre")).ToContainTextAsync(@"{""title"":""f\xFCr");

        await ada.OpensAsync(path);
        await ada.PressesAsync("Switch off");
        await ada.SeesAsync("It is off: what arrives is kept");
        await ada.PressesAsync("Switch on");
        await ada.DoesNotSeeAsync("It is off: what arrives is kept");
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
        await ada.SeesAsync("On its way again.");
        await ada.PressesAsync("Pause");
        await ada.SeesAsync("Switched off by hand.");
        await ada.PressesAsync("Resume");
        await ada.DoesNotSeeAsync("Switched off by hand.");
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
