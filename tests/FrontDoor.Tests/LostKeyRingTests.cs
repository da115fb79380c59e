using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Testing;
using Pir.Testing.Sinks;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// The product after its key ring was lost: it starts, says what can no longer be read, and accepts
/// new secrets.
/// </summary>
public sealed class LostKeyRingTests : IAsyncLifetime
{
    private const string Lost =
        "The key ring cannot decrypt the webhook key of 1 source and the secret of 1 "
        + "subscription. They were encrypted with another key ring.";

    private WebhookSink _sink = null!;
    private Product _product = null!;
    private HttpClient _script = null!;
    private string _source = "";
    private string _subscription = "";
    private string _webhook = "";

    public async ValueTask InitializeAsync()
    {
        _sink = await WebhookSink.StartNewAsync();
        _product = await Product.StartAsync(
            settings:
            [
                ("Notification:AllowPrivateTargets", "true"),
                ("Notification:RetrySchedule:1", "01:00:00"),
            ]
        );
        _script = _product.Script();
        var source = await PostAsync(
            "/api/sources",
            HttpStatusCode.Created,
            new { kind = "generic", name = "Uptime" }
        );
        var subscription = await PostAsync(
            "/api/subscriptions",
            HttpStatusCode.Created,
            new { url = _sink.Address, events = new[] { "incident.opened" } }
        );
        _source = "/sources/" + source.GetProperty("id").GetString();
        _webhook = new Uri(source.GetProperty("webhookUrl").GetString()!).AbsolutePath;
        _subscription = "/subscriptions/" + subscription.GetProperty("id").GetString();
        await _product.RestartAsync(folder =>
            Directory.Delete(Path.Combine(folder, "keys"), recursive: true)
        );
        _script.Dispose();
        _script = _product.Script();
    }

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        await _product.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task It_is_said_at_the_start_in_readiness_and_on_the_pages_until_there_are_new_secrets()
    {
        await ShouldBeSaidAtTheStartAsync();
        (await HealthAsync()).GetProperty("status").GetString().ShouldBe("Degraded");
        (await HealthAsync())
            .GetProperty("causes")
            .GetProperty("secrets")
            .GetString()
            .ShouldBe(Lost);
        await ShouldBeSaidByPagesAsync();
        await ShouldTakeAlertsAsync();
        await PostAsync($"/api{_source}/rotate-key", HttpStatusCode.OK);
        await PostAsync($"/api{_subscription}/rotate-secret", HttpStatusCode.OK);

        await ShouldSignAgainAsync();
        (await _script.GetStringAsync(_source)).ShouldNotContain("cannot be shown");
        (await _script.GetStringAsync(_subscription)).ShouldNotContain("secret cannot be read");
        await Eventually.Until(
            async () => (await HealthAsync()).GetProperty("status").GetString() == "Healthy",
            description: "nothing is lost any more"
        );
    }

    private async Task ShouldBeSaidAtTheStartAsync()
    {
        await Eventually.Until(() => Said().Any(), description: "the log says it");
        Said()
            .ShouldHaveSingleItem()
            .ShouldContain("/keys from a backup and restart, or create new ones on the pages");
    }

    private IEnumerable<string> Said() =>
        _product.Faults.Lines.Where(l => l.Contains(Lost, StringComparison.Ordinal));

    private async Task ShouldBeSaidByPagesAsync()
    {
        (await _script.GetStringAsync(_source)).ShouldContain("The address cannot be shown");
        (await _script.GetStringAsync(_subscription)).ShouldContain(
            "The signing secret cannot be read"
        );
        foreach (var page in (string[])["/", "/sources", "/subscriptions", "/api/sources"])
        {
            (await _script.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK, page);
        }
    }

    private async Task ShouldTakeAlertsAsync()
    {
        using var sent = await _script.PostAsJsonAsync(
            _webhook,
            new { title = "Checkout is down", status = "firing" }
        );
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    /// <summary>
    /// The secret before the rotation cannot be read either, so only the new one signs.
    /// </summary>
    private async Task ShouldSignAgainAsync()
    {
        var test = await PostAsync($"/api{_subscription}/test", HttpStatusCode.Accepted, new { });
        test.GetProperty("status").GetString().ShouldBe("delivered");
    }

    private Task<JsonElement> HealthAsync() => _script.GetFromJsonAsync<JsonElement>("/health");

    private async Task<JsonElement> PostAsync(
        string path,
        HttpStatusCode expected,
        object? body = null
    )
    {
        using var answer = await _script.PostAsJsonAsync(path, body);
        return await answer.JsonAsync(expected);
    }
}
