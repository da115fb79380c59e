using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Pir.FrontDoor.Tests.Fuzzing;

namespace Pir.FrontDoor.Tests;

/// <summary>The form for an impact: windows and numbers, one a line (D2, D3, D5).</summary>
public sealed class ImpactFormTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Fact]
    public async Task Lines_are_stored_and_come_back_and_a_wrong_one_is_named()
    {
        using var browser = await SignedIn.SetUpAsync(host.Product);
        using var script = host.Product.Script();
        await script.PostAsJsonAsync("/api/incidents", new { title = "Down" });
        const string windows = "2026-03-01 09:10 – 2026-03-01 09:25 payments failed";
        const string metrics = "Orders [per minute] | 120 | 31.5 | measured | sales dashboard";

        var (refused, html) = await RecordAsync(browser, ("windows", "from nine to ten"));
        refused.ShouldBe(HttpStatusCode.UnprocessableEntity);
        html.ShouldContain("this one cannot be read: from nine to ten");
        var (status, _) = await RecordAsync(
            browser,
            ("windows", "2026-03-01 09:10 - 09:25 payments failed"),
            ("metrics", metrics)
        );

        status.ShouldBe(HttpStatusCode.SeeOther);
        using var page = await PageAsync(browser);
        page.QuerySelector("#form-impact [name='windows']")!.TextContent.ShouldBe(windows);
        page.QuerySelector("#form-impact [name='metrics']")!.TextContent.ShouldBe(metrics);
        var facts = page.QuerySelector("[aria-labelledby='impact-title'] dl")!.TextContent;
        facts.ShouldContain("31.5 per minute instead of 120 (measured, sales dashboard)");
        facts.ShouldContain("15 minutes");
    }

    private static async Task<IDocument> PageAsync(HttpClient browser) =>
        new HtmlParser().ParseDocument(await browser.GetStringAsync("/incidents/INC-1"));

    private static async Task<(HttpStatusCode Status, string Html)> RecordAsync(
        HttpClient browser,
        params (string Name, string Value)[] fields
    )
    {
        using var page = await PageAsync(browser);
        var token = page.QuerySelector("#form-impact [name='__RequestVerificationToken']")!;
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token.GetAttribute("value")),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]);
        using var answer = await browser.PostAsync("/incidents/INC-1/impact", form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
