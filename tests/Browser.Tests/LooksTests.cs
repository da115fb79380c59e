using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing.Processes;

namespace Pir.Browser.Tests;

/// <summary>Every page in light and dark, wide and narrow: nothing for axe to find, nothing to scroll sideways.</summary>
[Collection(ProductCollection.Name)]
public sealed class LooksTests(Product product)
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Every_page_is_accessible_and_fits(ColorScheme colours, int width)
    {
        var sample = await product.SampleAsync();
        await using var ada = await product.SomebodyAsync(colours: colours, width: width);
        var found = new List<string>();
        foreach (var (name, path) in sample.Pages)
        {
            await ada.OpensAsync(path);
            await ada.SettlesAsync();
            await CheckAsync(ada, name, found);
            await ShootAsync(ada, name, colours, width);
        }

        await using var stranger = await product.SomebodyAsync(
            isSignedIn: false,
            colours: colours,
            width: width
        );
        await stranger.OpensAsync("/sign-in");
        await CheckAsync(stranger, "sign-in", found);
        await ShootAsync(stranger, "sign-in", colours, width);
        found.ShouldBeEmpty();
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_unfolded_form_is_accessible_and_fits()
    {
        var sample = await product.SampleAsync();
        await using var ada = await product.SomebodyAsync(width: 360);
        var found = new List<string>();
        foreach (var (name, path) in sample.Pages)
        {
            await ada.OpensAsync(path);
            await ada.Page.EvaluateAsync(
                "document.querySelectorAll('main details').forEach(d => d.open = true)"
            );
            await CheckAsync(ada, name, found);
        }

        found.ShouldBeEmpty();
    }

    private static async Task CheckAsync(Reader reader, string name, List<string> found)
    {
        var axe = await reader.Page.RunAxe();
        found.AddRange(
            axe.Violations.Select(v =>
                $"{name}: {v.Id} {v.Help} at {string.Join(", ", v.Nodes.Take(3).Select(n => n.Html))}"
            )
        );
        var over = await reader.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - innerWidth"
        );
        if (over > 0)
        {
            found.Add($"{name}: {over} px too wide");
        }
    }

    /// <summary>Keeps pictures where PIR_SCREENSHOTS names a folder.</summary>
    private static async Task ShootAsync(Reader reader, string name, ColorScheme colours, int width)
    {
        if (Environment.GetEnvironmentVariable("PIR_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var file = $"{name}-{(colours == ColorScheme.Dark ? "dark" : "light")}-{width}.png";
            await reader.Page.ScreenshotAsync(new() { Path = Repository.PathOf(folder, file) });
        }
    }
}
