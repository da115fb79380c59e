using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;

namespace Pir.Browser.Tests;

/// <summary>
/// From the first alert to the end of the incident on a phone: who is called next, what was said in
/// the chat, evidence and a repair step.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class ResponderMomentTests(Product product)
{
    private const string Team = "Basket keepers";

    [Fact]
    public async Task From_the_first_alert_to_resolved_on_a_phone()
    {
        var webhook = await CalledForBasketsAsync();
        var incident = await AlertAsync(webhook, "firing");
        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.SeesAsync("escalates to Grace Hopper");
        await ada.PressesAsync("Acknowledge", ada.Page.Locator("#form-acknowledge"));
        await ada.PressesAsync("Take the lead");
        await Assertions
            .Expect(ada.Page.Locator(".bar__lead"))
            .ToHaveTextAsync("Ada Lovelace leads");
        await ada.DoesNotSeeAsync("escalates to Grace Hopper");

        await ada.UnfoldsCaptureAsync();
        await ada.FollowsAsync("Import a chat or log…");
        await ada.FillsAsync("Text", "Grace Hopper  01:42\nThe cache is full.");
        await ada.PressesAsync("Show the entries");
        await ada.PressesAsync("Add to the timeline");
        await ada.SeesAsync("Imported into the timeline.");
        await ada.SeesAsync("The cache is full.");
        await ada.SettlesAsync();

        await ada.UnfoldsCaptureAsync();
        await ada.FollowsAsync("Add evidence…");
        await ada.FillsAsync("Or text", "OOM command not allowed, password=hunter2");
        await ada.PressesAsync("Add evidence");
        await ada.SeesAsync("1 secret removed before it was stored");

        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.UnfoldsAsync("Repair step…");
        await ada.FillsAsync("What was tried?", "Raised the memory limit");
        await ada.PressesAsync("Helped");
        await Assertions
            .Expect(ada.Page.Locator("#work"))
            .ToContainTextAsync("Raised the memory limit");
        (
            await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")
        ).ShouldBeTrue("nothing is wider than the phone");

        await AlertAsync(webhook, "resolved");
        await Assertions
            .Expect(ada.Page.Locator(".head"))
            .ToContainTextAsync("Resolved", new() { Timeout = 20_000 });
        ada.Complaints.ShouldBeEmpty();
    }

    /// <summary>Their service calls a team, and then Grace. Returns the webhook's path.</summary>
    private async Task<string> CalledForBasketsAsync()
    {
        await product.Api.PostAsync(
            "/api/engagement/escalations",
            new EscalationPolicyRequest
            {
                Name = Team,
                Teams = [Team],
                Steps = [new(15, Person: new(null, "Grace Hopper"))],
            }
        );
        await product.Api.PostAsync(
            "/api/engagement/rules",
            new EngagementRuleRequest
            {
                Name = Team,
                Services = ["baskets"],
                Teams = [Team],
            }
        );
        var source = await product.Api.PostAsync(
            "/api/sources",
            new { kind = "generic", name = Team }
        );
        return new Uri(source.GetProperty("webhookUrl").GetString()!).AbsolutePath;
    }

    /// <returns>The reference of the alert's incident.</returns>
    private async Task<string> AlertAsync(string webhook, string status)
    {
        var answer = await product.Api.PostAsync(
            webhook,
            new
            {
                title = "Baskets are lost",
                key = "baskets",
                service = "baskets",
                severity = "critical",
                status,
            }
        );
        return answer.GetProperty("alerts")[0].GetProperty("incident").GetString()!;
    }
}
