using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// C8, C9 and C10 on a phone: evidence, repair steps and activities. C6: what was known then, also
/// without scripts.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class EvidenceTests(Product product)
{
    [Fact]
    public async Task C9_C10_a_repair_step_and_an_activity_take_two_taps_on_a_phone()
    {
        var incident = await product.Api.OpenIncidentAsync("Two taps");
        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.UnfoldsAsync("Repair step…");
        await ada.FillsAsync("What was tried?", "Restarted the pods");
        await ada.PressesAsync("Helped");
        await ada.SeesAsync("Repair step added.");
        await Assertions.Expect(ada.Page.Locator("#work")).ToContainTextAsync("Restarted the pods");
        await ada.UnfoldsAsync("Activity…");
        await ada.FillsAsync("What is needed?", "Tell support");
        await ada.PressesAsync("Add activity");
        await ada.SeesAsync("Activity added.");
        await ada.PressesAsync("Start Tell support");
        await ada.PressesAsync("Finish Tell support");
        await Assertions.Expect(ada.Page.Locator("#work")).ToContainTextAsync("Finished");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task C8_a_text_is_added_without_its_secret_and_shown_as_text(bool withScripts)
    {
        var incident = await product.Api.OpenIncidentAsync("Evidence");
        await using var ada = await product.SomebodyAsync(withScripts: withScripts);
        await ada.OpensAsync($"/incidents/{incident}/evidence");
        await ada.FillsAsync("Or text", "<b>password=hunter2</b> refused");
        await ada.PressesAsync("Add evidence");
        await ada.SeesAsync("1 secret removed before it was stored");
        await Assertions
            .Expect(ada.Page.Locator(".evidence__text"))
            .ToHaveTextAsync("<b>password=[redacted] refused");
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions
            .Expect(ada.Page.Locator("#incident-side"))
            .ToContainTextAsync("password=[redacted]");
    }

    [Fact]
    public async Task C6_the_incident_is_seen_as_it_was_without_scripts()
    {
        var incident = await product.Api.OpenIncidentAsync("As it was");
        await product.Api.CaptureAsync(incident, "The last entry");
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync($"/incidents/{incident}/then");
        await ada.SeesAsync("The last entry");
        await ada.PressesAsync("Show");
        await ada.SeesAsync("Timeline until then");
        await ada.OpensAsync($"/incidents/{incident}/then?at=1999-01-01T00:00");
        await ada.SeesAsync("is not a valid value, so this filter is not applied.");
    }
}
