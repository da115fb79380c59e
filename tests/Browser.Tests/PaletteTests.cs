using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// Search and commands by keyboard: the palette, the search page, the shortcuts and their legend.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class PaletteTests(Product product)
{
    [Fact]
    public async Task The_palette_finds_an_incident_and_opens_it_without_the_mouse()
    {
        var incident = await product.Api.OpenIncidentAsync(
            "Palette finds me",
            service: "palette-svc"
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/");
        await ada.TypesAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("palette-svc");
        var selected = Selected(ada);
        await Assertions.Expect(selected).ToContainTextAsync("Palette finds me");
        var active = await Input(ada).GetAttributeAsync("aria-activedescendant");
        active.ShouldBe(await selected.GetAttributeAsync("id"));
        await ada.TypesAsync("Enter");
        await ada.SeesTitleAsync("Palette finds me");
        ada.Path.ShouldBe($"/incidents/{incident}");

        // Recently visited pages come first.
        await ada.OpensAsync("/actions");
        await ada.TypesAsync("Control+k");
        await Assertions.Expect(Selected(ada)).ToContainTextAsync("Palette finds me");
        await ada.TypesAsync("Escape");
        await Assertions.Expect(Input(ada)).Not.ToBeVisibleAsync();
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_palette_goes_to_places_and_does_things()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/incidents");
        await ada.TypesAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("go to revi");
        await Assertions.Expect(Selected(ada)).ToContainTextAsync("Reviews");
        await ada.TypesAsync("Enter");
        await ada.SeesTitleAsync("Reviews");
        await ada.TypesAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("dark theme");
        await ada.TypesAsync("Enter");
        await Assertions
            .Expect(ada.Page.Locator("html"))
            .ToHaveAttributeAsync("data-theme", "dark");
        ada.Path.ShouldBe("/reviews");
        await ada.TypesAsync("Control+k");
        await ada.TypesAsync("ArrowDown");
        var second = await Selected(ada).TextContentAsync();
        await ada.TypesAsync("ArrowUp");
        await Assertions.Expect(Selected(ada)).Not.ToHaveTextAsync(second!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_is_found_on_the_search_page(bool withScripts)
    {
        var word = withScripts ? "findable" : "traceable";
        var incident = await product.Api.OpenIncidentAsync("An outage", "sev2", word);
        await product.Api.ResolveIntoReviewAsync(incident);
        await product.Api.PostAsync(
            "/api/actions",
            new
            {
                title = $"Make the {word} thing safe",
                type = "preventive",
                incident,
            }
        );
        await using var ada = await product.SomebodyAsync(withScripts: withScripts);
        await ada.OpensAsync("/search");
        await ada.FillsAsync("Search everything", word);
        await ada.TypesAsync("Enter");
        await Assertions
            .Expect(ada.Region("Incidents").GetByRole(AriaRole.Link))
            .ToHaveTextAsync(["An outage"]);
        await Assertions
            .Expect(ada.Region("Reviews").GetByRole(AriaRole.Link))
            .ToHaveTextAsync(["An outage"]);
        await Assertions
            .Expect(ada.Region("Actions").GetByRole(AriaRole.Link))
            .ToHaveTextAsync([$"Make the {word} thing safe"]);
        await ada.OpensAsync("/search?q=" + Uri.EscapeDataString("<b>no such thing"));
        await ada.SeesAsync("No results for “<b>no such thing”");
    }

    [Fact]
    public async Task The_legend_lists_every_key_and_every_key_listed_works()
    {
        await product.SampleAsync();
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/");
        var places = await ada.Page.Locator("[data-go]").AllAsync();
        places.Count.ShouldBeGreaterThan(5);
        foreach (var place in places)
        {
            var key = await place.GetAttributeAsync("data-go");
            var href = await place.GetAttributeAsync("href");
            await Assertions
                .Expect(ada.Page.Locator($"#legend [data-shortcut='g {key}']"))
                .ToHaveAttributeAsync("data-command", href!);
        }

        await ada.TypesAsync("?");
        await Assertions.Expect(ada.Page.Locator("#legend")).ToBeVisibleAsync();
        await ada.TypesAsync("?");
        await Assertions.Expect(ada.Page.Locator("#legend")).Not.ToBeVisibleAsync();
        await ada.TypesAsync("/");
        await Assertions.Expect(Input(ada)).ToBeFocusedAsync();
        await ada.TypesAsync("Escape");
        await ada.TypesAsync("j");
        await ada.TypesAsync("j");
        await Assertions.Expect(ada.Page.Locator(".item.is-at")).ToHaveCountAsync(1);
        await ada.TypesAsync("Enter");
        await ada.Page.WaitForURLAsync("**/incidents/INC-*");
    }

    [Fact]
    public async Task The_entry_one_stands_at_is_marked_by_a_key_and_stays_the_one()
    {
        var incident = await product.Api.OpenIncidentAsync("Marked by key");
        await product.Api.CaptureAsync(incident, "mark me");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.TypesAsync("k");
        var stop = ada.Page.Locator(".entry.is-at");
        await Assertions.Expect(stop).ToContainTextAsync("mark me");
        await ada.TypesAsync("s");
        await Assertions.Expect(stop).ToContainTextAsync("For the review");
        await Assertions.Expect(stop).ToContainTextAsync("mark me");
        await ada.TypesAsync("s");
        await Assertions.Expect(stop).Not.ToContainTextAsync("For the review");
        await ada.TypesAsync("Escape");
        await Assertions.Expect(stop).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Single_keys_do_nothing_once_switched_off()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/preferences");
        await ada.ChoosesAsync("Single-key shortcuts", "Off");
        await ada.PressesAsync("Save");
        await ada.SeesAsync("Preferences saved.");
        await ada.TypesAsync("?");
        await ada.TypesAsync("g");
        await ada.TypesAsync("i");
        await ada.TypesAsync("Control+k");
        await Assertions.Expect(Input(ada)).ToBeFocusedAsync();
        await Assertions.Expect(ada.Page.Locator("#legend")).Not.ToBeVisibleAsync();
        ada.Path.ShouldBe("/preferences");
    }

    private static ILocator Input(Reader reader) => reader.Page.Locator("#palette-input");

    private static ILocator Selected(Reader reader) =>
        reader.Page.Locator("#palette [role=option][aria-selected=true]");
}
