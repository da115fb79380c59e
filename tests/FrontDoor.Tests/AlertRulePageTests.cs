using System.Net;
using System.Net.Http.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Pir.FrontDoor.Tests.Fuzzing;
using Pir.FrontDoor.Tests.Pages;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// Rules are tried, saved and ordered, and alerts silenced, on the pages (A6, A9).
/// </summary>
public sealed class AlertRulePageTests : IAsyncLifetime
{
    private Product _product = null!;
    private HttpClient _client = null!;
    private HtmlBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _product = await Product.StartAsync(settings: SqliteProduct.Unlimited);
        _client = await SignedIn.SetUpAsync(_product);
        _browser = new(_client);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _client.Dispose();
        await _product.DisposeAsync();
    }

    [Fact]
    public async Task A_rule_is_tried_before_it_is_saved_and_then_works()
    {
        var webhook = await _product.ConnectAsync();
        await SendAsync(webhook, "Disk full on db1", "a");

        (string, string)[] rule =
        [
            ("name", "Disks"),
            ("field0", "title"),
            ("operator0", "startsWith"),
            ("value0", "disk"),
            ("action", "ignore"),
            ("isEnabled", "true"),
        ];
        var tried = await SubmitAsync("/alert-rules/new", "alert-rule", [.. rule, ("do", "try")]);
        tried.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await tried.Content.ReadAsStringAsync();
        page.ShouldContain("would have opened");
        page.ShouldContain("Ignored");
        page.ShouldContain("""value="Disks" """.TrimEnd());
        (await PageAsync("/alert-rules")).ShouldContain("No rule yet");

        await SavedAsync("/alert-rules/new", "alert-rule", rule);
        await SendAsync(webhook, "Disk full on db2", "b");

        var list = await PageAsync("/alert-rules");
        list.ShouldContain("1. Disks");
        list.ShouldContain("title starts with disk");
        using var script = _product.Script();
        (await script.GetStringAsync("/api/incidents")).ShouldNotContain("db2");
        (await script.GetStringAsync("/api/deliveries?limit=1")).ShouldContain("ignored 1 alert");
    }

    [Fact]
    public async Task A_refused_rule_keeps_what_was_typed_and_names_the_field()
    {
        var refused = await SubmitAsync(
            "/alert-rules/new",
            "alert-rule",
            [
                ("name", "Bad"),
                ("field0", "title"),
                ("operator0", "matches"),
                ("value0", "("),
                ("occurrences", "3"),
            ]
        );

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await refused.Content.ReadAsStringAsync();
        page.ShouldContain("""value="(" """.TrimEnd());
        page.ShouldContain("Must be a valid regular expression");
        page.ShouldContain("Is required with occurrences");
    }

    [Fact]
    public async Task Rules_are_moved_and_alerts_silenced()
    {
        await SavedAsync("/alert-rules/new", "alert-rule", [("name", "One")]);
        await SavedAsync("/alert-rules/new", "alert-rule", [("name", "Two")]);
        var down = (await _browser.OpenAsync("/alert-rules")).QuerySelector(
            "button[aria-label='Move One down']"
        )!;
        await SavedAsync("/alert-rules", FormOf(down).Id!["form-".Length..], [("to", "down")]);
        (await PageAsync("/alert-rules")).ShouldContain("1. Two");

        await SavedAsync(
            "/silences/new",
            "silence",
            [
                ("reason", "Upgrade"),
                ("field0", "service"),
                ("operator0", "is"),
                ("value0", "shop"),
                ("from", ""),
                (
                    "until",
                    TimeProvider.System.GetUtcNow().AddDays(2).ToString("yyyy-MM-dd'T'HH:mm")
                ),
            ]
        );
        var list = await _browser.OpenAsync("/alert-rules");
        list.Body!.TextContent.ShouldContain("Upgrade");
        var end = list.QuerySelector("button[aria-label='End now Upgrade']")!;
        await SavedAsync("/alert-rules", FormOf(end).Id!["form-".Length..], []);
        (await _browser.OpenAsync("/alert-rules"))
            .QuerySelector("button[aria-label='End now Upgrade']")
            .ShouldBeNull();
    }

    private static IHtmlFormElement FormOf(IElement button) =>
        button.Closest("form").ShouldBeAssignableTo<IHtmlFormElement>()!;

    private async Task<string> PageAsync(string path) =>
        WebUtility.HtmlDecode(await _client.GetStringAsync(path));

    private async Task SavedAsync(string page, string form, (string, string)[] values)
    {
        using var answer = await SubmitAsync(page, form, values);
        answer.StatusCode.ShouldBe(
            HttpStatusCode.SeeOther,
            await answer.Content.ReadAsStringAsync()
        );
    }

    private async Task<HttpResponseMessage> SubmitAsync(
        string page,
        string form,
        (string Name, string Value)[] values
    )
    {
        var document = await _browser.OpenAsync(page);
        var found = document.QuerySelector<IHtmlFormElement>("#form-" + form).ShouldNotBeNull();
        using var content = new FormUrlEncodedContent([
            new("__RequestVerificationToken", HtmlBrowser.TokenOf(found)!),
            .. values.Select(v => new KeyValuePair<string, string>(v.Name, v.Value)),
        ]);
        return await _client.PostAsync(HtmlBrowser.ActionOf(found), content);
    }

    private async Task SendAsync(string webhook, string title, string key)
    {
        using var script = _product.Script();
        (await script.PostAsJsonAsync(webhook, new { title, key })).EnsureSuccessStatusCode();
    }
}
