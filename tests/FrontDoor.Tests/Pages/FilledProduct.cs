using Pir.FrontDoor.Tests.Fuzzing;

namespace Pir.FrontDoor.Tests.Pages;

/// <summary>
/// A product with one of everything in it, the administrator's browser, and where the links of its
/// pages lead.
/// </summary>
public sealed class FilledProduct : IAsyncLifetime
{
    private HttpClient _client = null!;

    internal Product Product { get; private set; } = null!;

    internal HtmlBrowser Browser { get; private set; } = null!;

    /// <summary>Paths of the pages, at most three of a kind.</summary>
    internal IReadOnlyList<string> Paths { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Product = await Product.StartAsync(settings: SqliteProduct.Unlimited);
        _client = await SignedIn.SetUpAsync(Product);
        using var script = Product.Script();
        await new SeedData(Product, script, new KnownIds()).FillAsync();
        await MainJob.RunAsync(Product);
        var walk = new PageForms(_client);
        await walk.FindAsync();
        Paths = walk.Pages;
        Browser = new(_client);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        _client.Dispose();
        await Product.DisposeAsync();
    }
}
