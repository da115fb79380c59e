using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Print contains everything to read and no controls.</summary>
[Collection(ProductCollection.Name)]
public sealed class PrintTests(Product product)
{
    [Fact]
    public async Task An_incident_is_printed_in_light_colours_without_what_is_to_be_pressed()
    {
        var sample = await product.SampleAsync();
        await using var ada = await product.SomebodyAsync(colours: ColorScheme.Dark);
        await ada.OpensAsync(sample.Pages["incident"]);
        await ada.SettlesAsync();
        await ada.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await ada.SeesAsync("Roll back 4711 instead of scaling the pool");
        foreach (
            var gone in new[]
            {
                ".side",
                "#live",
                "#timeline > .chips",
                "#capture",
                ".ask",
                ".asks",
            }
        )
        {
            await Assertions.Expect(ada.Page.Locator(gone).First).Not.ToBeVisibleAsync();
        }

        var paper = await ada.Page.EvaluateAsync<string>(
            "getComputedStyle(document.querySelector('.card')).backgroundColor"
        );
        paper.ShouldBe("rgb(255, 255, 255)");
    }
}
