using System.Globalization;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// Input is never lost: not by a reload, an error, an expired form, a lost session or an
/// unavailable server.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class KeepingTests(Product product)
{
    private const string Text = "a sentence nobody wants to type twice";

    [Fact]
    public async Task A_reload_brings_back_what_was_typed_until_it_is_accepted()
    {
        var incident = await product.Api.OpenIncidentAsync("Reloaded");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.FillsAsync("What do you see", Text);
        await ReloadAsync(ada);
        await Assertions.Expect(Capture(ada)).ToHaveValueAsync(Text);
        await ada.SeesAsync("Your unsaved text was restored.");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        await Assertions
            .Expect(ada.Entries.Filter(new() { HasTextString = Text }))
            .ToHaveCountAsync(1);
        await ReloadAsync(ada);
        await Assertions.Expect(Capture(ada)).ToHaveValueAsync("");
        await ada.DoesNotSeeAsync("Your unsaved text was restored.");
    }

    [Fact]
    public async Task Text_brought_back_can_be_discarded_and_that_undone()
    {
        var incident = await product.Api.OpenIncidentAsync("Discarded");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.UnfoldsAsync("Resolve…");
        await ada.FillsAsync("What fixed it", Text);
        await ReloadAsync(ada);
        var field = ada.Page.GetByLabel("What fixed it");
        await Assertions.Expect(field).ToBeVisibleAsync();
        await Assertions.Expect(field).ToHaveValueAsync(Text);
        await ada.PressesAsync("Discard");
        await Assertions.Expect(field).ToHaveValueAsync("");
        await ada.PressesAsync("Undo");
        await Assertions.Expect(field).ToHaveValueAsync(Text);
    }

    [Theory]
    [InlineData(403, "No access")]
    [InlineData(413, "Too large")]
    [InlineData(429, "Too many requests")]
    [InlineData(503, "Not reachable")]
    public async Task An_error_page_in_answer_to_a_form_leaves_the_form_as_it_is(
        int status,
        string title
    )
    {
        var incident = await product.Api.OpenIncidentAsync("Refused with " + status);
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.Page.RouteAsync(
            "**/timeline",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = status,
                        ContentType = "text/html",
                        Body =
                            $"<main><div data-failure=\"{title}.\" data-advice=\"Some "
                            + "advice.\"></div></main>",
                    }
                )
        );
        await ada.FillsAsync("What do you see", Text);
        await ada.TypesAsync("Enter");
        await ada.SeesAsync(title);
        await Assertions.Expect(Capture(ada)).ToHaveValueAsync(Text);
        await ada.SeesTitleAsync("Refused with " + status.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_expired_form_is_renewed_and_can_be_sent_again()
    {
        var incident = await product.Api.OpenIncidentAsync("Expired");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ExpireAsync(ada);
        await ada.FillsAsync("What do you see", Text);
        await ada.TypesAsync("Enter");
        await ada.SeesAsync("This form has expired");
        await Assertions.Expect(Capture(ada)).ToHaveValueAsync(Text);
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        await Assertions
            .Expect(ada.Entries.Filter(new() { HasTextString = Text }))
            .ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_expired_form_comes_back_with_its_text_without_scripts()
    {
        var incident = await product.Api.OpenIncidentAsync("Expired plainly");
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.FillsAsync("What do you see", Text);
        // As if the page had been open while the keys changed.
        var cookies = await ada.Page.Context.CookiesAsync();
        await ada.Page.Context.ClearCookiesAsync(new() { Name = "pir-antiforgery" });
        cookies.ShouldContain(c => c.Name == "pir-antiforgery");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        await ada.SeesTitleAsync("This form has expired");
        await Assertions
            .Expect(ada.Page.GetByLabel("Text", new() { Exact = true }))
            .ToHaveValueAsync(Text);
        await ada.PressesAsync("Send again");
        await ada.SeesTitleAsync("Expired plainly");
        await Assertions
            .Expect(ada.Entries.Filter(new() { HasTextString = Text }))
            .ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_session_that_ended_keeps_the_page_and_what_is_typed_on_it()
    {
        var incident = await product.Api.OpenIncidentAsync("Signed out meanwhile");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.FillsAsync("What do you see", Text);
        await ada.Page.Context.ClearCookiesAsync();
        await ada.TypesAsync("Enter");
        await ada.SeesAsync("You are signed out. What you typed is still here.");
        await Assertions.Expect(Capture(ada)).ToHaveValueAsync(Text);
    }

    [Fact]
    public async Task A_lost_connection_says_so_and_says_when_it_is_back()
    {
        var incident = await product.Api.OpenIncidentAsync("Comes and goes");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.Page.Context.SetOfflineAsync(true);
        var live = ada.Page.Locator("#live");
        await Assertions.Expect(live).ToHaveTextAsync("Connection lost. Trying again…");
        await product.Api.CaptureAsync(incident, "written while away");
        await ada.Page.Context.SetOfflineAsync(false);
        await Assertions.Expect(live).ToHaveTextAsync("Live", new() { Timeout = 20_000 });
        await ada.SeesAsync("written while away");
    }

    private static ILocator Capture(Reader reader) => reader.Page.Locator("[data-capture]");

    private static Task ExpireAsync(Reader reader) =>
        reader.Page.EvaluateAsync(
            "document.querySelectorAll('input[name=__RequestVerificationToken]').forEach(i => "
                + "i.value = 'stale')"
        );

    private static async Task ReloadAsync(Reader reader)
    {
        // Input is kept after a pause, and deleted once it is accepted.
        await reader.Page.WaitForFunctionAsync(
            """
            text => [...document.querySelectorAll("textarea, input")].some(f => f.value === text)
              === Object.values(localStorage).some(kept => kept.includes(text))
            """,
            Text
        );
        // A form may ask whether to leave; leaving is the point here.
        reader.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await reader.Page.ReloadAsync();
    }
}
