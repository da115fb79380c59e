using System.Net;
using System.Net.Http.Json;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.FrontDoor.Tests.Pages;

namespace Pir.FrontDoor.Tests;

/// <summary>The page of incidents: conditions, columns, bulk changes, import and export.</summary>
public sealed class IncidentListPageTests : IAsyncLifetime
{
    private Product _product = null!;
    private HttpClient _client = null!;
    private HtmlBrowser _browser = null!;
    private HttpClient _script = null!;

    public async ValueTask InitializeAsync()
    {
        _product = await Product.StartAsync(settings: SqliteProduct.Unlimited);
        _client = await SignedIn.SetUpAsync(_product);
        _browser = new(_client);
        _script = _product.Script();
        await OpenAsync("Checkout down", "sev1", "checkout");
        await OpenAsync("Search slow", "sev3", "search");
        await OpenAsync("Mail late", "sev4", "mail");
    }

    public async ValueTask DisposeAsync()
    {
        _script.Dispose();
        _browser.Dispose();
        _client.Dispose();
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task A_condition_is_added_shown_and_taken_off()
    {
        using var added = await _client.GetAsync(
            "/incidents?sort=oldest&field=service&op=not&value=search"
        );
        added.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var address = added.Headers.Location!.ToString();
        address.ShouldBe("/incidents?where=service%3Anot%3Asearch&sort=oldest");

        var page = await _browser.OpenAsync(address);

        Titles(page).ShouldBe(["Checkout down", "Mail late"]);
        var chip = page.QuerySelectorAll("a.chip[aria-current]")
            .Single(a => a.TextContent.Contains("Service is not search"));
        chip.GetAttribute("href").ShouldBe("/incidents?sort=oldest");
        page.QuerySelector("a[href^='/api/incidents/export']")!
            .GetAttribute("href")
            .ShouldBe(
                "/api/incidents/export?status=active&where=service%3Anot%3Asearch&sort=oldest"
            );
    }

    [Fact]
    public async Task A_condition_that_cannot_be_read_is_said()
    {
        var page = await _browser.OpenAsync("/incidents?where=service:before:x");

        page.Body!.TextContent.ShouldContain("“service:before:x” is not a valid value");
        Titles(page).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Several_are_changed_and_changed_back()
    {
        var page = await SubmitAsync(
            await _browser.OpenAsync("/incidents"),
            "bulk",
            ("incident", "INC-1"),
            ("incident", "INC-2"),
            ("severity", "sev2"),
            ("do", "change")
        );
        page.Body!.TextContent.ShouldContain("2 incidents changed.");
        (await SeverityAsync("INC-2")).ShouldBe("sev2");

        var undone = await SubmitAsync(
            page,
            "bulk-undo",
            (
                "undo",
                page.QuerySelector<IHtmlInputElement>("#form-bulk-undo input[name=undo]")!.Value
            )
        );

        undone.Body!.TextContent.ShouldContain("2 incidents changed.");
        (await SeverityAsync("INC-1")).ShouldBe("sev1");
        (await SeverityAsync("INC-2")).ShouldBe("sev3");
    }

    [Fact]
    public async Task A_refusal_says_which_and_why_and_nothing_selected_is_said()
    {
        var list = await _browser.OpenAsync("/incidents");
        var page = await SubmitAsync(list, "bulk", ("incident", "INC-3"), ("do", "close"));
        page.Body!.TextContent.ShouldContain("1 incident refused.");
        page.Body!.TextContent.ShouldContain("An open incident cannot be closed.");

        var none = await SubmitAsync(list, "bulk", ("severity", "sev2"), ("do", "change"));

        none.Body!.TextContent.ShouldContain("must be selected in the list");
    }

    [Fact]
    public async Task Columns_are_kept_by_the_browser()
    {
        var list = await _browser.OpenAsync("/incidents");
        using var content = Form(list, "columns", ("column", "team"), ("column", "service"));
        using var chosen = await _client.PostAsync("/incidents/columns", content);
        chosen.StatusCode.ShouldBe(HttpStatusCode.SeeOther);

        var page = await _browser.OpenAsync("/incidents");

        page.QuerySelectorAll(".columns .cell")
            .Select(c => c.TextContent)
            .ShouldBe(["Service", "Team"]);
    }

    [Fact]
    public async Task An_import_is_previewed_and_then_saved()
    {
        const string csv = "title,detectedAt,resolvedAt\nOld,2025-03-01,2025-03-02\nBad,zz,";
        var page = await SubmitAsync(
            await _browser.OpenAsync("/incidents/import"),
            "incident-import",
            ("key", "old.csv"),
            ("file", csv)
        );
        page.Body!.TextContent.ShouldContain("Line 3: Bad");
        page.Body!.TextContent.ShouldContain("detectedAt must be a date");

        var saved = await SubmitAsync(
            page,
            "incident-import-save",
            ("key", "old.csv"),
            ("file", csv),
            ("save", "true")
        );

        saved.Body!.TextContent.ShouldContain("Import finished");
        var closed = await _browser.OpenAsync("/incidents?status=closed");
        Titles(closed).ShouldBe(["Old"]);
    }

    private async Task OpenAsync(string title, string severity, string service)
    {
        using var answer = await _script.PostAsJsonAsync(
            "/api/incidents",
            new
            {
                title,
                severity,
                service,
            }
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> SeverityAsync(string incident)
    {
        using var answer = await _script.GetAsync("/api/incidents/" + incident);
        return (await answer.JsonAsync()).GetProperty("severity").GetString()!;
    }

    private static List<string> Titles(IDocument page) =>
        [.. page.QuerySelectorAll(".list .item__title").Select(t => t.TextContent)];

    private static FormUrlEncodedContent Form(
        IDocument page,
        string form,
        params (string Name, string Value)[] values
    )
    {
        var found = page.QuerySelector<IHtmlFormElement>("#form-" + form).ShouldNotBeNull();
        return new([
            new("__RequestVerificationToken", HtmlBrowser.TokenOf(found)!),
            .. values.Select(v => new KeyValuePair<string, string>(v.Name, v.Value)),
        ]);
    }

    private async Task<IDocument> SubmitAsync(
        IDocument page,
        string form,
        params (string Name, string Value)[] values
    )
    {
        var found = page.QuerySelector<IHtmlFormElement>("#form-" + form).ShouldNotBeNull();
        using var content = Form(page, form, values);
        using var answer = await _client.PostAsync(HtmlBrowser.ActionOf(found), content);
        var text = await answer.Content.ReadAsStringAsync();
        return await BrowsingContext
            .New(Configuration.Default)
            .OpenAsync(response => response.Content(text).Address("http://localhost/"));
    }
}
