using Microsoft.Extensions.DependencyInjection;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.Web.SampleData;

namespace Pir.FrontDoor.Tests;

/// <summary>If rendering a page fails, the response still has an explanation.</summary>
public sealed class FailingPageTests
{
    [Fact]
    public async Task A_page_that_breaks_half_way_is_replaced_by_one_that_says_so()
    {
        await using var product = await Product.StartAsync(
            services: s => s.AddScoped<ISampleData>(_ => throw new InvalidOperationException()),
            settings: SqliteProduct.Unlimited
        );
        using var browser = await SignedIn.SetUpAsync(product);

        using var answer = await browser.GetAsync("/");

        var page = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(500, page);
        page.ShouldContain("Something went wrong");
        page.ShouldContain("Reference for your administrator");
        page.ShouldNotContain(nameof(InvalidOperationException));
    }
}
