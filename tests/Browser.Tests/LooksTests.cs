using System.Collections.Concurrent;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// Every page in light and dark, wide and narrow: no findings by axe, no horizontal scrolling, no
/// line break inside a time, a number with its unit or a reference, and nothing that a designer
/// would send back (<see cref="Layout"/>).
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class LooksTests(Product product)
{
    // Same layout as at 1280, so only check whether it fits, without screenshots.
    private const int Widest = 1920;
    private const int Phone = 360;

    private readonly ConcurrentQueue<string> _found = new();

    [Theory]
    [InlineData(1280)]
    [InlineData(Phone)]
    public async Task Every_page_is_accessible_and_fits(int width)
    {
        var sample = await product.SampleAsync();
        var complaints = await LookAtAsync(product, sample.Pages, width);
        await LookAtAsync(product, await DoorsAsync(), width, isSignedIn: false);
        _found.ShouldBeEmpty();
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_is_accessible_and_fits_while_there_is_nothing_yet()
    {
        await using var empty = await Product.StartEmptyAsync();
        var setup = new Dictionary<string, string> { ["setup"] = empty.SetupPath };
        await LookAtAsync(empty, setup, 1280, isSignedIn: false);
        await LookAtAsync(empty, setup, Phone, isSignedIn: false);
        await empty.SetUpAsync();
        var pages = new Dictionary<string, string>
        {
            ["first-run"] = "/",
            ["incidents-empty"] = "/incidents",
            ["reviews-empty"] = "/reviews",
            ["actions-empty"] = "/actions",
            ["sources-empty"] = "/sources",
            ["subscriptions-empty"] = "/subscriptions",
        };
        await LookAtAsync(empty, pages, 1280);
        await LookAtAsync(empty, pages, Phone);
        _found.ShouldBeEmpty();
    }

    /// <summary>In the side bar, in the labels of fields and in rows of a list.</summary>
    [Theory]
    [InlineData("America/Port-au-Prince")]
    [InlineData("Antarctica/DumontDUrville")]
    public async Task A_long_zone_name_fits(string zone)
    {
        var incident = await product.Api.OpenIncidentAsync("Far away");
        await using var ada = await product.SomebodyAsync(timezone: zone, width: 1280);
        await ada.OpensAsync("/audit");
        await ada.PressesAsync("Local time");
        await ada.SeesAsync($"Times are in {zone}");
        await Picture.TakeAsync(ada, "audit-zone-1280");
        await FitsAsync(ada, $"audit, {zone}");
        await ada.OpensAsync($"/incidents/{incident}");
        await UnfoldAsync(ada, $"incident, {zone}", 1280);
        await Picture.TakeAsync(ada, "incident-zone-1280");
        _found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Axe_finds_what_is_wrong()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/preferences");
        await ada.Page.EvaluateAsync(
            """
            () => {
              const bad = document.querySelector("main").appendChild(document.createElement("div"));
              bad.appendChild(document.createElement("button"));
              const pale = bad.appendChild(document.createElement("p"));
              pale.textContent = "You can hardly read this.";
              pale.style.color = "#999";
            }
            """
        );
        (await Axe.AskAsync(ada)).ShouldContain(v => v.StartsWith("button-name:"));
        (await Axe.AskAsync(ada, "color-contrast"))
            .ShouldHaveSingleItem()
            .ShouldStartWith("color-contrast:");
    }

    /// <summary>Pages for anonymous visitors.</summary>
    private async Task<Dictionary<string, string>> DoorsAsync() =>
        new()
        {
            ["sign-in"] = "/sign-in",
            ["invitation"] = await product.InviteAsync($"{Guid.CreateVersion7():N}@example.org"),
            ["invitation-used"] = "/invitation?token=gone",
            ["new-password-used"] = "/new-password?token=gone",
            ["setup-used"] = "/setup?token=gone",
        };

    private Task<IReadOnlyList<string>> LookAtAsync(
        Product where,
        IReadOnlyDictionary<string, string> pages,
        int width,
        bool isSignedIn = true
    ) =>
        Tour.TakeAsync(
            pages,
            () => where.SomebodyAsync(isSignedIn, width: width, isCalm: true),
            (reader, name) => LookAsync(reader, name, width)
        );

    private async Task LookAsync(Reader reader, string name, int width)
    {
        await ShootAsync("light");
        await CheckAsync(reader, $"{name}, {width} px");
        await reader.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await ShootAsync("dark");
        // The elements are the same ones; only their colours are new.
        await CheckAsync(reader, $"{name}, {width} px, dark", "color-contrast");
        await reader.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        if (width != Phone)
        {
            await WidenAsync(reader, name);
        }

        await UnfoldAsync(reader, name, width);

        Task ShootAsync(string theme) => Picture.TakeAsync(reader, $"{name}-{theme}-{width}");
    }

    /// <summary>The same page where there is room to spare.</summary>
    private async Task WidenAsync(Reader reader, string name)
    {
        var size = reader.Page.ViewportSize!;
        await reader.Page.SetViewportSizeAsync(Widest, size.Height);
        await FitsAsync(reader, $"{name}, {Widest} px");
        await reader.Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>The same page with each form open that is folded at first.</summary>
    private async Task UnfoldAsync(Reader reader, string name, int width)
    {
        var folded = await reader.Page.EvaluateAsync<int>(
            """
            () => {
              const folded = [...document.querySelectorAll("main details:not([open])")];
              folded.forEach(d => d.open = true);
              return folded.length;
            }
            """
        );
        if (folded > 0)
        {
            var where = $"{name}, {width} px, unfolded";
            // The same elements: axe looks at them once.
            await (width == Phone ? CheckAsync(reader, where) : FitsAsync(reader, where));
        }
    }

    private async Task CheckAsync(Reader reader, string where, params string[] rules)
    {
        foreach (var violation in await Axe.AskAsync(reader, rules))
        {
            _found.Enqueue($"{where}: {violation}");
        }

        await FitsAsync(reader, where);
    }

    private async Task FitsAsync(Reader reader, string where)
    {
        var over = await reader.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - innerWidth"
        );
        if (over > 0)
        {
            _found.Enqueue($"{where}: {over} px too wide");
        }

        foreach (var flaw in await Layout.FindAsync(reader))
        {
            _found.Enqueue($"{where}: {flaw}");
        }

        foreach (var broken in await LineBreaks.FindAsync(reader))
        {
            _found.Enqueue($"{where}: the line breaks inside “{broken}”");
        }
    }
}
