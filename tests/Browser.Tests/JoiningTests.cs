using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Somebody who can add something asks to join, and the commander decides (B4).</summary>
[Collection(ProductCollection.Name)]
public sealed class JoiningTests(Product product)
{
    [Fact]
    public async Task A_colleague_asks_with_one_tap_and_is_accepted_with_one_on_a_phone_B4()
    {
        var incident = await product.Api.OpenIncidentAsync("Crane stands still", "sev3", "crane");
        await using var grace = await product.ColleagueAsync();
        await grace.OpensAsync($"/incidents/{incident}");
        await grace.PressesAsync("Ask to join");
        await grace.SeesAsync("Request sent. The incident commander decides.");
        await grace.SeesAsync("Withdraw your request");

        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SeesAsync("asks to join");
        await ada.SettlesAsync();
        await Picture.TakeAsync(ada, "joins-360");
        (
            await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")
        ).ShouldBeTrue("nothing is wider than the phone");
        await ada.Page.Locator("#incident-joins").GetByRole(AriaRole.Button).First.ClickAsync();

        await ada.SeesAsync("Request accepted and role assigned.");
        await Assertions.Expect(ada.Page.Locator("#incident-side")).ToContainTextAsync("Responder");
        ada.Complaints.ShouldBeEmpty();
    }
}
