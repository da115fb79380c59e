using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// The sample data from the empty home page to its removal, without scripts, in a separate product,
/// because nothing else may exist there.
/// </summary>
public sealed class SampleDataTests(EmptyProduct product) : IClassFixture<EmptyProduct>
{
    [Fact]
    public async Task Somebody_new_loads_it_looks_around_and_removes_it_again()
    {
        var before = await product.CountsAsync();
        await using var reader = await product.Product.SomebodyAsync(withScripts: false);
        await reader.OpensAsync("/");
        await reader.PressesAsync("Load sample data");
        await reader.SeesTitleAsync("Sample data");
        await SeesStateAsync(reader, "Loaded");
        await reader.OpensAsync("/incidents?status=all");
        await reader.SeesAsync("Checkout slow for guests");
        var incident = await product.Product.Ada.GetAsync("/api/incidents?q=Refunds");
        var id = incident.GetProperty("items")[0].GetProperty("reference").GetString()!;
        await product.Product.Ada.CaptureAsync(id, "Somebody adds a line to a sample incident.");
        var own = await product.Product.Ada.OpenIncidentAsync("Something that really happened");
        await reader.OpensAsync("/sample-data");
        await reader.UnfoldsAsync("Remove sample data…");
        await reader.PressesAsync("Remove sample data");
        await SeesStateAsync(reader, "Not loaded");
        var after = await product.CountsAsync();
        Assert.Equal(before.Incidents + 1, after.Incidents);
        Assert.Equal(before with { Incidents = after.Incidents }, after);
        await reader.OpensAsync("/incidents/" + own);
        await reader.SeesTitleAsync("Something that really happened");
    }

    private static Task SeesStateAsync(Reader reader, string state) =>
        Assertions
            .Expect(reader.Page.GetByRole(AriaRole.Heading, new() { Name = state, Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = 180_000 });
}

/// <summary>The product as it is after its installation.</summary>
public sealed class EmptyProduct : IAsyncLifetime
{
    public Product Product { get; } = new();

    public ValueTask InitializeAsync() => Product.InitializeAsync();

    public async ValueTask DisposeAsync() => await Product.DisposeAsync();

    /// <summary>Everything that exists, at most 200 of each kind.</summary>
    public async Task<Counts> CountsAsync() =>
        new(
            await CountAsync("/api/incidents"),
            await CountAsync("/api/reviews"),
            await CountAsync("/api/actions?status=all&")
        );

    private async Task<int> CountAsync(string path)
    {
        var page = await Product.Ada.GetAsync(
            path + (path.Contains('?', StringComparison.Ordinal) ? "" : "?") + "limit=200"
        );
        return page.GetProperty("items").GetArrayLength();
    }

    public sealed record Counts(int Incidents, int Reviews, int Actions);
}
