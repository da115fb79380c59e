using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>The API reference, drawn by a package inside our page.</summary>
[Collection(ProductCollection.Name)]
public sealed class ApiDocsTests(Product product)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task The_reference_is_readable_and_breaks_no_rule_of_the_pages(ColorScheme colours)
    {
        await using var ada = await product.SomebodyAsync(colours: colours);
        await ada.OpensAsync("/docs/api");
        await ada.Page.Locator(".opblock-summary-method").First.WaitForAsync();

        await Picture.TakeAsync(ada, $"api-{colours}-1280".ToLowerInvariant());
        (await Axe.AskAsync(ada, "color-contrast")).ShouldBeEmpty();
        ada.Complaints.ShouldBeEmpty();
    }
}
