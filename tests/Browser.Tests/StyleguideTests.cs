using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing.Processes;
using Pir.Web.Styleguide;

namespace Pir.Browser.Tests;

/// <summary>The style guide is complete: it shows every component and every class in use.</summary>
[Collection(ProductCollection.Name)]
public sealed partial class StyleguideTests(Product product)
{
    // Classes without their own appearance, and why.
    private static readonly Dictionary<string, string> Unseen = new(StringComparer.Ordinal)
    {
        ["hidden-visually"] = "hides what it stands on",
        ["js"] = "says that scripts run",
        ["is-on"] = "shows the bar of a phone, which the style guide always shows",
        ["shell"] = "the frame of the page itself",
        ["block"] = "a display value",
        ["marks"] = "laid under a text field by a script",
        ["walk"] = "hides the hint on keys on a phone",
    };

    // The frame of every page, including this one, and separate pages.
    private static readonly string[] Frames =
    [
        "_Imports",
        "BareLayout",
        "Document",
        "Fragment",
        "Navigation",
        "SearchOptions",
        "Shell",
        "Switches",
        "WhoAmI",
    ];

    [Fact]
    public async Task Every_component_is_shown()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/styleguide");

        var shown = await ada
            .Page.Locator("[data-component]")
            .EvaluateAllAsync<string[]>("all => all.map(e => e.dataset.component)");

        var components = Directory
            .GetFiles(Repository.PathOf("src/Web"), "*.razor", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/Styleguide/", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f)!)
            .Where(c => !c.EndsWith("Page", StringComparison.Ordinal))
            .Except(Frames)
            .ToList();
        components.Count.ShouldBeGreaterThan(50);
        components
            .Except(shown)
            .ShouldBeEmpty(
                "show it with a <Specimen> in src/Web/Styleguide, in each of its states"
            );
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_block_of_the_style_sheet_is_shown()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/styleguide");

        var used = await ada.Page.EvaluateAsync<string[]>(
            "[...new Set([...document.querySelectorAll('.shell [class]')].flatMap(e => "
                + "[...e.classList]))]"
        );

        var blocks = Blocks();
        blocks.Count.ShouldBeGreaterThan(60);
        blocks
            .Except(used.Select(BlockOf))
            .Except(Unseen.Keys)
            .ShouldBeEmpty("show it on the style guide, or take it out of assets/css");
    }

    [Fact]
    public async Task Pictures_do_nothing()
    {
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync("/styleguide");
        var astray = await ada.Page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('.specimen__stage')].flatMap(s => [
              ...[...s.querySelectorAll('form')].map(f => f.getAttribute('action')).filter(a => a !== '/styleguide'),
              ...[...s.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(h => !h.startsWith('#')),
              ...[...s.querySelectorAll('[formaction]')].map(b => b.getAttribute('formaction')).filter(a => a !== '/styleguide'),
            ])
            """
        );
        astray.ShouldBeEmpty();

        await ada.PressesAsync("Acknowledge", ada.Page.Locator("#incidentsteps-open"));

        await ada.SeesAsync("This is only an example. Nothing was changed.");
        ada.Path.ShouldBe("/styleguide");
    }

    [Fact]
    public async Task The_preferences_and_the_palette_lead_to_it()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/preferences");
        await Assertions.Expect(ada.Page.Locator("nav a[href='/styleguide']")).ToHaveCountAsync(0);
        await ada.FollowsAsync("style guide");
        await ada.Page.WaitForURLAsync("**/styleguide");
        await ada.OpensAsync("/");
        await ada.TypesAsync("Control+k");
        await ada.Page.Keyboard.TypeAsync("style guide");
        await ada.TypesAsync("Enter");
        await ada.Page.WaitForURLAsync("**/styleguide");
    }

    [Fact]
    public void Colours_that_stand_on_each_other_differ_enough_in_light_and_dark() =>
        Tokens
            .Pairs.Where(p => !p.IsEnough)
            .Select(p => $"{p.Front.Name} on {p.Back.Name}: {p.InLight:0.0}, {p.InDark:0.0}")
            .ShouldBeEmpty();

    [Fact]
    public void A_picture_has_ids_of_its_own_and_no_behaviour()
    {
        const string html = """
            <section aria-labelledby="t"><h2 id="t">A > B</h2><form id="form-x" method="post" action="/do" hx-boost="true" data-warn><label for="x-a">A</label><input id="x-a" aria-describedby="x-a-hint x-a-error" /><a href="/incidents/INC-1" data-go="i">go</a><time data-since="2026">1 h</time></form><details class="menu" name="filters"><summary>More</summary></details></section>
            """;

        Exhibit
            .Of(html, "p", isOpen: true)
            .ShouldBe(
                """
                <div aria-labelledby="p-t"><h2 aria-level="3" id="p-t">A > B</h2><form id="p-form-x" method="post" action="/styleguide"><label for="p-x-a">A</label><input id="p-x-a" aria-describedby="p-x-a-hint p-x-a-error" /><a href="#p">go</a><time data-since="2026">1 h</time></form><details open class="menu"><summary>More</summary></details></div>
                """
            );
    }

    private static List<string> Blocks() =>
        [
            .. Directory
                .GetFiles(Repository.PathOf("src/Web/assets/css"), "*.css")
                .SelectMany(f => Selectors().Matches(File.ReadAllText(f)).Select(m => m.Value))
                .SelectMany(s => Class().Matches(s).Select(m => BlockOf(m.Groups["name"].Value)))
                .Distinct()
                .Order(),
        ];

    private static string BlockOf(string name) => name.Split("__")[0].Split("--")[0];

    // The selectors, without values and comments.
    [GeneratedRegex("(?<=^|[{};/]\\s*)[^{};/]+(?=\\{)", RegexOptions.None, 5000)]
    private static partial Regex Selectors();

    [GeneratedRegex("\\.(?<name>[a-z][a-zA-Z0-9_-]*)", RegexOptions.None, 5000)]
    private static partial Regex Class();
}
