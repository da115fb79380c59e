using System.Net.Http.Json;
using System.Text.Json;
using Pir.EndToEnd.Tests.Installations;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// The address of a webhook is copied into monitoring tools, so it is the product's own, whatever
/// name the request used.
/// </summary>
public sealed class PublicAddressTests
{
    [Fact]
    public async Task A_webhook_has_the_address_listened_on()
    {
        await using var installation = await StandaloneInstallation.StartAsync();
        (await SourceAsync(installation)).ShouldStartWith($"{installation.Address}webhooks/");
    }

    [Fact]
    public async Task A_webhook_has_the_configured_address()
    {
        await using var installation = await StandaloneInstallation.StartAsync(
            new Dictionary<string, string?>
            {
                ["Gateway__PublicUrl"] = "https://ops.example.org/pir",
            }
        );
        (await SourceAsync(installation)).ShouldStartWith("https://ops.example.org/pir/webhooks/");
    }

    private static async Task<string> SourceAsync(Installation installation)
    {
        using var client = installation.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sources");
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        request.Content = JsonContent.Create(new { kind = "generic", name = "Own script" });
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>())
            .GetProperty("webhookUrl")
            .GetString()!;
    }
}
