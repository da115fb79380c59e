using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Insights without scripts: every chart says what it counts, leads to its list and gives its numbers.</summary>
[Collection(ProductCollection.Name)]
public sealed class InsightsTests(Product product)
{
    [Fact]
    public async Task A_chart_says_what_it_counts_leads_to_its_list_and_gives_its_numbers()
    {
        await product.SampleAsync();
        await using var reader = await product.SomebodyAsync(withScripts: false);
        await reader.OpensAsync("/insights?severity=sev1");
        await reader.SeesTitleAsync("Insights");
        var chart = reader.Page.GetByRole(AriaRole.Region, new() { Name = "Time to resolve" });
        await Assertions.Expect(chart).ToContainTextAsync("n = ");
        await Assertions.Expect(chart).ToContainTextAsync("left out");
        await Assertions.Expect(chart).ToContainTextAsync("by nearest rank");
        var csv = await reader.Page.APIRequest.GetAsync("/insights/counts.csv?severity=sev1");
        Assert.StartsWith("week,SEV1,SEV2", await csv.TextAsync(), StringComparison.Ordinal);
        await chart.GetByRole(AriaRole.Link, new() { Name = "Incidents" }).ClickAsync();
        await reader.SeesTitleAsync("Incidents");
        Assert.Contains("severity=sev1", reader.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/incidents/statistics")]
    [InlineData("/api/reviews/statistics")]
    [InlineData("/api/actions/statistics")]
    public async Task Nothing_is_grouped_by_people(string path)
    {
        await using var reader = await product.SomebodyAsync();
        foreach (var person in new[] { "person", "assignee", "owner", "commander" })
        {
            var refused = await reader.Page.APIRequest.GetAsync($"{path}?groupBy={person}");
            Assert.Equal(422, refused.Status);
            Assert.Contains("not-by-person", await refused.TextAsync(), StringComparison.Ordinal);
        }

        var answered = await reader.Page.APIRequest.GetAsync(path + "?groupBy=month&days=365");
        Assert.Equal(200, answered.Status);
    }
}
