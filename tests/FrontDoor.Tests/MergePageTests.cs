using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.Testing;

namespace Pir.FrontDoor.Tests;

/// <summary>Merging, linking and similar incidents on the pages.</summary>
public sealed class MergePageTests(SqliteProduct host) : IClassFixture<SqliteProduct>
{
    [Fact]
    public async Task A_duplicate_is_offered_merged_shown_at_both_ends_and_taken_out_again()
    {
        using var browser = await SignedIn.SetUpAsync(host.Product);
        using var script = host.Product.Script();
        var (kept, old) = (await OpenAsync(script, "Shop down"), await OpenAsync(script, "Down"));
        var offered = await browser.GetStringAsync("/incidents/similar?title=Shop+is+slow");
        offered.ShouldContain("/incidents/" + kept);
        offered.ShouldContain("similar title");
        offered.ShouldNotContain("/incidents/" + old);

        await SendAsync(browser, kept, "link", ("relation", "causedBy"), ("incident", old));
        using (var linked = await PageAsync(browser, old))
        {
            TextOf(linked, "[aria-labelledby='links-title']").ShouldContain("Cause of");
        }

        await SendAsync(browser, old, "merge", ("into", kept), ("reason", "seen twice"));

        var note = $"merged {old} ";
        await Eventually.Until(async () =>
            (await browser.GetStringAsync("/incidents/" + kept)).Contains(note)
            && (await browser.GetStringAsync("/incidents/" + old)).Contains("Merged into " + kept)
        );
        using var merged = await PageAsync(browser, old);
        TextOf(merged, "#merged-note").ShouldContain($"merged into {kept}");
        merged.QuerySelector("#form-resolve").ShouldBeNull();
        TextOf(merged, "#timeline").ShouldContain("Merged into " + kept);
        using var target = await PageAsync(browser, kept);
        TextOf(target, "#merged-" + old).ShouldContain("Merged into " + kept);
        TextOf(target, "#timeline").ShouldContain(note);
        (await browser.GetStringAsync("/incidents")).ShouldNotContain("/incidents/" + old);
        (await browser.GetStringAsync("/incidents?merged=only&status=all")).ShouldContain(
            "/incidents/" + old
        );

        await SendAsync(browser, old, "unmerge");

        using var again = await PageAsync(browser, old);
        again.QuerySelector("#merged-note").ShouldBeNull();
        again.QuerySelector("#form-resolve").ShouldNotBeNull();
    }

    private static async Task<string> OpenAsync(HttpClient script, string title)
    {
        using var answer = await script.PostAsJsonAsync("/api/incidents", new { title });
        return (await answer.JsonAsync(HttpStatusCode.Created))
            .GetProperty("reference")
            .GetString()!;
    }

    private static async Task<IDocument> PageAsync(HttpClient browser, string incident) =>
        new HtmlParser().ParseDocument(await browser.GetStringAsync("/incidents/" + incident));

    private static string TextOf(IDocument page, string selector) =>
        page.QuerySelector(selector).ShouldNotBeNull(selector).TextContent;

    private static async Task SendAsync(
        HttpClient browser,
        string incident,
        string verb,
        params (string Name, string Value)[] fields
    )
    {
        using var page = await PageAsync(browser, incident);
        var token = page.QuerySelector($"#form-{verb} [name='__RequestVerificationToken']")!;
        using var form = new FormUrlEncodedContent([
            new("__RequestVerificationToken", token.GetAttribute("value")),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]);
        using var answer = await browser.PostAsync($"/incidents/{incident}/{verb}", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, verb);
    }
}
