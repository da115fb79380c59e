using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// No page is forgotten: each address with a GET is either in the list of pages for the other
/// tests, or declared here as not a page.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class RouteTests(Product product)
{
    // Addresses for programs and scripts, and files.
    private static readonly string[] Machines =
    [
        "/api",
        "/assets",
        "/openapi",
        "/docs/api",
        "/health",
        "/alive",
        "/live",
        "/search/options",
        "/incidents/similar",
        "/insights/{chart}.csv",
        "/webhooks",
        "/reviews/{id:guid}/meeting.ics",
        "/reviews/{id:guid}/notes/now",
        "/published/{id:guid}/{revision:int}.md",
    ];

    // Visited by LooksTests as a stranger.
    private static readonly string[] Doors = ["/sign-in", "/setup", "/invitation", "/new-password"];

    [Fact]
    public async Task Every_page_is_among_those_that_are_looked_at()
    {
        var sample = await product.SampleAsync();
        var paths = sample.Pages.Values.Select(p => p.Split('?')[0]).ToList();

        var forgotten = Patterns().Where(r => !paths.Exists(r.Matches)).ToList();

        forgotten.ShouldBeEmpty(
            "add a page to SampleData.Pages; give an address that only sends people on the name "
                + "of a form's verb in its route"
        );
    }

    private static List<PageRoute> Patterns() =>
        [.. PageRoutes.All.Where(r => r.Method == "GET" && IsPage(r.Pattern))];

    private static bool IsPage(string pattern) =>
        !SendsOn(pattern)
        && !Array.Exists(
            [.. Machines, .. Doors],
            m => pattern == m || pattern.StartsWith(m + '/', StringComparison.Ordinal)
        );

    // The list's forms post to addresses of their own.
    private static readonly string[] FormsOfTheList =
    [
        "/incidents/bulk",
        "/incidents/bulk/undo",
        "/incidents/columns",
    ];

    // Reloading the address of a refused form redirects to the form's page.
    private static bool SendsOn(string pattern) =>
        pattern.EndsWith("/{verb}", StringComparison.Ordinal)
        || pattern.EndsWith("/{**rest}", StringComparison.Ordinal)
        || pattern.EndsWith("/replay", StringComparison.Ordinal)
        || pattern.EndsWith("/import/add", StringComparison.Ordinal)
        || FormsOfTheList.Contains(pattern);
}
