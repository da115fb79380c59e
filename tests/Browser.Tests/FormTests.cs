using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Forms: without scripts, refused, and by keyboard.</summary>
[Collection(ProductCollection.Name)]
public sealed class FormTests(Product product)
{
    [Fact]
    public async Task Everything_a_responder_does_works_without_scripts()
    {
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync("/incidents/new");
        await ada.FillsAsync("What is wrong?", "No scripts here");
        await ada.PressesAsync("Open the incident");
        await ada.SeesTitleAsync("No scripts here");
        await ada.PressesAsync("Acknowledge");
        await ada.CapturesAsync("Captured by a plain form");
        await ada
            .Entries.Filter(new() { HasTextString = "plain form" })
            .GetByText("Correct")
            .ClickAsync();
        await ada.FillsAsync(
            "Text",
            "Corrected by a plain form",
            ada.Page.Locator("#form-correct")
        );
        await ada.FillsAsync("Reason for the correction", "It was another form");
        await ada.PressesAsync("Save correction");
        await ada.SeesAsync("Corrected by a plain form");
        await ada.UnfoldsAsync("Resolve…");
        await ada.PressesAsync("Resolve");
        await ada.SeesAsync("Incident resolved.");
    }

    [Fact]
    public async Task Notes_in_conflict_show_both_texts_without_scripts()
    {
        var review = await product.Api.ResolveIntoReviewAsync(
            await product.Api.OpenIncidentAsync("Plain notes")
        );
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await product.Api.PutAsync($"/api/reviews/{review}/notes", new { text = "theirs" });
        await ada.FillsAsync("Meeting notes", "mine");
        await ada.PressesAsync("Save notes");
        await Assertions.Expect(ada.Page.GetByLabel("Their text")).ToHaveValueAsync("theirs");
        await Assertions.Expect(ada.Page.GetByLabel("Meeting notes")).ToHaveValueAsync("mine");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(
        bool withScripts
    )
    {
        var incident = await product.Api.OpenIncidentAsync("Refused");
        await using var ada = await product.SomebodyAsync(withScripts: withScripts);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.UnfoldsAsync("Resolve…");
        await ada.FillsAsync("Resolved at", "2020-01-01T10:00");
        await ada.FillsAsync("What fixed it", "a typed sentence");
        await ada.PressesAsync("Resolve");

        var field = ada.Page.GetByLabel("Resolved at");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(field).ToHaveValueAsync("2020-01-01T10:00");
        await Assertions
            .Expect(ada.Page.GetByLabel("What fixed it"))
            .ToHaveValueAsync("a typed sentence");
        await Assertions.Expect(ada.Page.Locator("#resolve-resolvedAt-error")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_the_browser_misses_is_said_beside_the_field_until_it_is_there()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/incidents/new");
        await ada.PressesAsync("Open the incident");
        var title = ada.Page.GetByLabel("What is wrong?");
        await Assertions.Expect(title).ToBeFocusedAsync();
        await Assertions.Expect(title).ToHaveAttributeAsync("aria-invalid", "true");
        await ada.SeesAsync("Fill this in.");
        (await Axe.AskAsync(ada)).ShouldBeEmpty();
        await title.FillAsync("Now it is there");
        await ada.DoesNotSeeAsync("Fill this in.");
        await ada.PressesAsync("Open the incident");
        await ada.SeesTitleAsync("Now it is there");
    }

    [Fact]
    public async Task News_that_arrive_with_a_refusal_do_not_overwrite_it()
    {
        var incident = await product.Api.OpenIncidentAsync("Refused amid news");
        await using var ada = await product.SomebodyAsync();
        // The time between a response and its settling is 20 ms. Made longer, so that news arrives
        // in it.
        await ada.Page.AddInitScriptAsync(
            """
            document.addEventListener("DOMContentLoaded", () => {
              const meta = document.querySelector('meta[name="htmx-config"]');
              meta.content = JSON.stringify({ ...JSON.parse(meta.content), defaultSettleDelay: 3000 });
            });
            """
        );
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.UnfoldsAsync("Resolve…");
        await ada.FillsAsync("Resolved at", "2020-01-01T10:00");
        await ada.PressesAsync("Resolve");
        var field = ada.Page.GetByLabel("Resolved at");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");

        await product.Api.CaptureAsync(incident, "Meanwhile somebody wrote");
        await ada.SeesAsync("Meanwhile somebody wrote");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(field).ToHaveValueAsync("2020-01-01T10:00");
        ada.Path.ShouldBe($"/incidents/{incident}", "the page keeps its address");
    }

    [Fact]
    public async Task What_is_typed_survives_a_server_that_cannot_be_reached()
    {
        var incident = await product.Api.OpenIncidentAsync("Offline");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.Page.RouteAsync("**/timeline", route => route.AbortAsync());
        await ada.FillsAsync("What do you see", "do not lose me");
        await ada.TypesAsync("Enter");
        await ada.SeesAsync("sent automatically when the connection is back");
        await Assertions.Expect(ada.Page.Locator(".toast")).ToHaveCountAsync(0);
        await Assertions
            .Expect(ada.Page.Locator("[data-capture]"))
            .ToHaveValueAsync("do not lose me");
        await ada.Page.RouteAsync("**/acknowledge", route => route.AbortAsync());
        await ada.PressesAsync("Acknowledge");
        await ada.SeesAsync("The server could not be reached");
        (
            await ada.Page.EvaluateAsync<bool>(
                "document.getElementById('toasts').getBoundingClientRect().bottom < "
                    + "document.getElementById('capture').getBoundingClientRect().top"
            )
        ).ShouldBeTrue("what is said does not cover the line");
    }

    [Fact]
    public async Task The_keyboard_captures_walks_and_goes()
    {
        var incident = await product.Api.OpenIncidentAsync("By keyboard");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(ada.Page.Locator("#live")).ToHaveTextAsync("Live");
        await ada.TypesAsync("c");
        await ada.Page.Keyboard.TypeAsync("first line");
        await ada.TypesAsync("Enter");
        await Assertions
            .Expect(ada.Entries.Filter(new() { HasTextString = "first line" }))
            .ToHaveCountAsync(1);
        await Assertions.Expect(ada.Page.Locator("[data-capture]")).ToBeFocusedAsync();
        await ada.TypesAsync("Escape");
        await ada.TypesAsync("k");
        await Assertions.Expect(ada.Page.Locator(".entry.is-at")).ToHaveCountAsync(1);
        await ada.TypesAsync("?");
        await Assertions.Expect(ada.Page.Locator("#legend")).ToBeVisibleAsync();
        await ada.TypesAsync("Escape");
        await ada.TypesAsync("g");
        await ada.TypesAsync("i");
        await ada.Page.WaitForURLAsync("**/incidents");
        await ada.TypesAsync("/");
        await Assertions.Expect(ada.Page.Locator("[data-search]")).ToBeFocusedAsync();
    }

    /// <summary>On a page about an incident or a review, where its entries or notes are.</summary>
    [Fact]
    public async Task One_key_captures_from_every_page_about_an_incident_or_a_review()
    {
        var incident = await product.Api.OpenIncidentAsync("One key");
        var action = await product.Api.PostAsync(
            "/api/actions",
            new
            {
                title = "Fix",
                type = "preventive",
                incident,
            }
        );
        var review = await product.Api.ResolveIntoReviewAsync(incident);
        await using var ada = await product.SomebodyAsync();

        foreach (
            var page in new[]
            {
                $"/incidents/{incident}/history",
                $"/actions/{action.GetProperty("id").GetString()}",
            }
        )
        {
            await ada.OpensAsync(page);
            await ada.TypesAsync("c");
            await ada.Page.WaitForURLAsync($"**/incidents/{incident}#capture");
            await Assertions.Expect(ada.Page.Locator("[data-capture]")).ToBeFocusedAsync();
        }

        foreach (var step in new[] { "prepare", "report" })
        {
            await ada.OpensAsync($"/reviews/{review}?step={step}");
            await ada.TypesAsync("c");
            await ada.Page.WaitForURLAsync("**?step=meet#notes");
            await Assertions.Expect(ada.Page.GetByLabel("Meeting notes")).ToBeFocusedAsync();
        }

        await ada.OpensAsync("/actions");
        await ada.TypesAsync("c");
        await Assertions.Expect(ada.Page.GetByLabel("What needs to be done")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Times_follow_the_chosen_zone_and_colours_the_chosen_theme()
    {
        var incident = await product.Api.OpenIncidentAsync("Zones");
        await product.Api.CaptureAsync(
            incident,
            "At a known time",
            occurredAt: TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddHours(-12)
        );
        await using var ada = await product.SomebodyAsync(timezone: "Asia/Tokyo");
        await ada.OpensAsync($"/incidents/{incident}");
        var time = ada
            .Entries.Filter(new() { HasTextString = "At a known time" })
            .Locator(".entry__time");
        await Assertions.Expect(time).ToHaveTextAsync("12:00");
        await ada.PressesAsync("Local time");
        await Assertions.Expect(time).ToHaveTextAsync("21:00");
        await Assertions.Expect(ada.Page.Locator(".day").First).ToContainTextAsync("Asia/Tokyo");
        await ada.PressesAsync("Dark");
        await Assertions
            .Expect(ada.Page.Locator("html"))
            .ToHaveAttributeAsync("data-theme", "dark");
        ada.Path.ShouldBe($"/incidents/{incident}");
    }

    [Fact]
    public async Task Strangers_are_sent_to_sign_in_and_come_back()
    {
        var incident = await product.Api.OpenIncidentAsync("Behind the door");
        await using var ada = await product.SomebodyAsync(isSignedIn: false);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SeesTitleAsync("Sign in");
        await ada.FillsAsync("E-mail", Product.Email);
        await ada.FillsAsync("Password", Product.Password);
        var password = ada.Page.Locator("#password");
        await Assertions.Expect(password).ToHaveAttributeAsync("type", "password");
        await ada.PressesAsync("Show password");
        await Assertions.Expect(password).ToHaveAttributeAsync("type", "text");
        await Assertions.Expect(password).ToHaveValueAsync(Product.Password);
        await ada.PressesAsync("Sign in");
        await ada.SeesTitleAsync("Behind the door");
        await ada.PressesAsync("Sign out");
        await ada.SeesTitleAsync("Sign in");
    }
}
