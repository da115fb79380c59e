using System.Globalization;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// Insights without scripts: every chart states what it counts, links to its list and has its
/// numbers.
/// </summary>
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
        var chart = Chart(reader, "Time to resolve");
        await Assertions.Expect(chart).ToContainTextAsync("n = ");
        await Assertions.Expect(chart).ToContainTextAsync("left out");
        await Assertions.Expect(chart).ToContainTextAsync("by nearest rank");
        var csv = await reader.Page.APIRequest.GetAsync("/insights/counts.csv?severity=sev1");
        Assert.StartsWith("week,SEV1,SEV2", await csv.TextAsync(), StringComparison.Ordinal);
        Assert.Equal("text/csv; charset=utf-8", csv.Headers["content-type"]);
        await chart.GetByRole(AriaRole.Link, new() { Name = "behind" }).ClickAsync();
        await reader.SeesTitleAsync("Incidents");
        Assert.Contains("severity=sev1", reader.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Incidents", "Incidents", "billing")]
    [InlineData("Reviews held within 24 hours", "Reviews", "checkout")]
    [InlineData("Open actions by age", "Actions", "checkout")]
    public async Task The_list_behind_a_chart_has_as_many_as_the_chart_says(
        string title,
        string list,
        string service
    )
    {
        await product.SampleAsync();
        // A drill is in no chart unless asked for, and so it is in no list behind one.
        await product.Api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Drill behind no chart",
                service,
                isDrill = true,
            }
        );
        await using var reader = await product.SomebodyAsync(withScripts: false);
        await reader.OpensAsync($"/insights?days=30&service={service}");
        var link = Chart(reader, title).GetByRole(AriaRole.Link, new() { Name = "behind" });
        var count = int.Parse(
            (await link.InnerTextAsync()).Split(' ')[0],
            CultureInfo.InvariantCulture
        );
        Assert.InRange(count, 1, 49); // One page of the list.
        await link.ClickAsync();
        await reader.SeesTitleAsync(list);
        await Assertions
            .Expect(
                reader.Page.GetByRole(AriaRole.List, new() { Name = list }).Locator(":scope > li")
            )
            .ToHaveCountAsync(count);
    }

    [Fact]
    public async Task A_row_of_the_numbers_leads_to_the_incidents_of_that_week()
    {
        await product.SampleAsync();
        var longAgo = TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(-21);
        await product.Api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Three weeks ago",
                service = "rows",
                detectedAt = longAgo.AddHours(9),
            }
        );
        await product.Api.OpenIncidentAsync("Just now", service: "rows");
        await using var reader = await product.SomebodyAsync(withScripts: false);
        await reader.OpensAsync("/insights?days=30&service=rows");
        var chart = Chart(reader, "Incidents");
        await chart.GetByText("Numbers").ClickAsync();
        var monday = longAgo.AddDays(-(((int)longAgo.DayOfWeek + 6) % 7));
        await chart
            .GetByRole(
                AriaRole.Link,
                new()
                {
                    Name = monday.ToString("d MMM", CultureInfo.InvariantCulture),
                    Exact = true,
                }
            )
            .ClickAsync();
        await Assertions
            .Expect(reader.Page.Locator(".item__title"))
            .ToHaveTextAsync(["Three weeks ago"]);
    }

    [Theory]
    [InlineData("/insights")]
    [InlineData("/insights/counts.csv")]
    [InlineData("/insights/actions.csv")]
    public async Task Nothing_is_told_to_somebody_who_is_not_signed_in(string path)
    {
        await using var stranger = await product.SomebodyAsync(isSignedIn: false);
        await stranger.OpensAsync("/sign-in");
        var answer = await stranger.Page.APIRequest.GetAsync(path, new() { MaxRedirects = 0 });
        Assert.InRange(answer.Status, 302, 401);
        Assert.DoesNotContain("SEV1", await answer.TextAsync(), StringComparison.Ordinal);
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

    private static ILocator Chart(Reader reader, string title) =>
        reader.Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });
}
