using System.Net;
using AngleSharp.Html.Parser;
using Pir.FrontDoor.Tests.Fuzzing;

namespace Pir.FrontDoor.Tests;

/// <summary>The page that checks any text for blaming phrases.</summary>
public sealed class LanguagePageTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Fact]
    public async Task It_marks_what_blames_and_asks_something_else()
    {
        using var browser = await SignedIn.SetUpAsync(host.Product);

        var (status, html) = await CheckAsync(browser, "Riley <b>should have</b> known.");

        status.ShouldBe(HttpStatusCode.OK);
        using var page = new HtmlParser().ParseDocument(html);
        page.QuerySelector("#found-title")!.TextContent.ShouldBe("1 phrase to reconsider");
        page.QuerySelector("main p mark")!.TextContent.ShouldBe("should have");
        page.QuerySelectorAll("#hints .hint").Length.ShouldBe(1);
        page.QuerySelector("textarea")!.TextContent.ShouldBe("Riley <b>should have</b> known.");

        (await CheckAsync(browser, "The alert fired at 10:02.")).Html.ShouldContain(
            "No blaming phrases found"
        );
        var (refused, again) = await CheckAsync(browser, " ");
        refused.ShouldBe(HttpStatusCode.UnprocessableEntity);
        again.ShouldContain("is required");
    }

    private static async Task<(HttpStatusCode Status, string Html)> CheckAsync(
        HttpClient browser,
        string text
    )
    {
        using var page = new HtmlParser().ParseDocument(
            await browser.GetStringAsync("/reviews/language")
        );
        var token = page.QuerySelector("#form-language [name='__RequestVerificationToken']")!;
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token.GetAttribute("value")),
            new("text", text),
        ]);
        using var answer = await browser.PostAsync("/reviews/language", form);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
