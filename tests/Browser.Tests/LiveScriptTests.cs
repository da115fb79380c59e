using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// Text that our own scripts put on a page stays text as well: what arrives live, what the palette
/// finds, what a preview shows. FrontDoor.Tests attacks every form and reads every page.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class LiveScriptTests(Product product)
{
    private const string Attack =
        "scripted \"><img src=x onerror=window.ran=1><svg onload=window.ran=1>"
        + "<details open ontoggle=window.ran=1> ![x](javascript:window.ran=1)";

    [Fact]
    public async Task What_scripts_put_on_a_page_stays_text()
    {
        var incident = await product.Api.OpenIncidentAsync(Attack, service: "<b>svc</b>");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();

        await product.Api.CaptureAsync(incident, $"live {Attack}");
        await ada.SeesAsync("live scripted");
        await IsCleanAsync(ada);

        await ada.TypesAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("scripted");
        await Assertions
            .Expect(ada.Page.Locator("[role=option][aria-selected=true]"))
            .ToContainTextAsync("scripted \">");
        await IsCleanAsync(ada);

        var review = await product.Api.ResolveIntoReviewAsync(incident);
        foreach (var page in new[] { $"/reviews/{review}", $"/reviews/{review}/meeting", "/" })
        {
            await ada.OpensAsync(page);
            await ada.SettlesAsync();
            await IsCleanAsync(ada);
        }

        ada.Complaints.ShouldBeEmpty();
    }

    private static async Task IsCleanAsync(Reader reader)
    {
        (await reader.Page.EvaluateAsync<bool>("'ran' in window")).ShouldBeFalse();
        (
            await reader
                .Page.Locator("img[src=x], [onerror], [onload], [ontoggle], main b:text('svc')")
                .CountAsync()
        ).ShouldBe(0);
    }
}
