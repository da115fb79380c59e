using System.Collections.Concurrent;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Dialogs are as accessible as pages, and system settings are respected.</summary>
[Collection(ProductCollection.Name)]
public sealed class DialogTests(Product product)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Palette_legend_and_menu_are_accessible_while_open(
        ColorScheme colours,
        int width
    )
    {
        await product.SampleAsync();
        await using var ada = await product.SomebodyAsync(
            colours: colours,
            width: width,
            isCalm: true
        );
        await ada.OpensAsync("/incidents/INC-1");
        await ada.SettlesAsync();
        await ada.TypesAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("checkout");
        await Assertions
            .Expect(ada.Page.Locator("#palette [role=option]").First)
            .ToBeVisibleAsync();
        (await Axe.AskAsync(ada)).ShouldBeEmpty("palette");
        await ada.TypesAsync("Escape");
        await ada.TypesAsync("?");
        await Assertions.Expect(ada.Page.Locator("#legend")).ToBeVisibleAsync();
        (await Axe.AskAsync(ada)).ShouldBeEmpty("legend");
        await ada.TypesAsync("Escape");
        if (width < 600)
        {
            await ada.PressesAsync("Menu");
            await Assertions.Expect(ada.Page.Locator("#menu")).ToBeVisibleAsync();
            (await Axe.AskAsync(ada)).ShouldBeEmpty("menu");
        }
    }

    /// <summary>A window of 1280 pixels at 200 % is laid out in 640.</summary>
    [Fact]
    public async Task At_twice_the_size_nothing_scrolls_sideways()
    {
        var sample = await product.SampleAsync();
        var found = new ConcurrentQueue<string>();
        await Tour.TakeAsync(
            sample.Pages,
            () => product.SomebodyAsync(width: 640),
            async (reader, name) =>
            {
                var over = await reader.Page.EvaluateAsync<int>(
                    "document.documentElement.scrollWidth - innerWidth"
                );
                if (over > 0)
                {
                    found.Enqueue($"{name}: {over} px too wide");
                }
            }
        );
        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_wants_calm_or_colours_of_their_own_gets_them()
    {
        var sample = await product.SampleAsync();
        await using var ada = await product.SomebodyAsync(isCalm: true, wantsForcedColors: true);
        await ada.OpensAsync(sample.Pages["incident"]);
        await ada.SettlesAsync();
        var moving = await ada.Page.EvaluateAsync<int>(
            "document.getAnimations().filter(a => a.playState === 'running').length"
        );
        moving.ShouldBe(0);
        // Severity and status have words, independent of colours.
        await Assertions.Expect(ada.Page.Locator("main")).ToContainTextAsync("SEV1");
        await Assertions.Expect(ada.Page.Locator("main")).ToContainTextAsync("Acknowledged");
        await ada.TypesAsync("Tab");
        var outline = await ada.Page.EvaluateAsync<string>(
            "getComputedStyle(document.activeElement).outlineStyle"
        );
        outline.ShouldNotBe("none");
    }
}
