using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>
/// Two people in one review or action see each other, and no word of either is lost.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class TogetherTests(Product product)
{
    private const string Colleague = "Grace Hopper";
    private static readonly Func<string, bool> Saving = url => url.Contains("/notes?");

    [Fact]
    public async Task Each_sees_who_else_is_here_and_where_they_write_until_they_leave()
    {
        var review = await ReviewAsync("Both in the room");
        await product.Ada.PostAsync(
            $"/api/reviews/{review}/findings",
            new { kind = "learning", text = "Clocks drift." }
        );
        await using var ada = await product.SomebodyAsync();
        var grace = await product.ColleagueAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await Assertions.Expect(Here(ada).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        await grace.OpensAsync($"/reviews/{review}?step=meet");
        await grace.PressesAsync("Join this review");
        await Assertions.Expect(Here(grace)).ToContainTextAsync(Product.Person);
        await Assertions.Expect(Here(ada)).ToContainTextAsync(Colleague);
        await Assertions.Expect(Here(ada).Locator(".avatar")).ToHaveTextAsync("GH");

        await grace.Page.GetByLabel("Meeting notes").FocusAsync();
        await Assertions.Expect(Here(ada)).ToContainTextAsync("in the notes");
        await Assertions
            .Expect(ada.Page.Locator("#notes-writer"))
            .ToContainTextAsync($"{Colleague} in the notes");
        await grace.UnfoldsAsync("Edit", grace.Page.Locator("#q-learned"));
        await grace.Page.Locator("#q-learned textarea").FocusAsync();
        await Assertions
            .Expect(ada.Page.Locator("#q-learned .editing"))
            .ToHaveTextAsync($"{Colleague} is writing here");

        await grace.OpensAsync("/reviews");
        await Assertions
            .Expect(Here(ada).GetByRole(AriaRole.Listitem))
            .ToHaveCountAsync(0, new() { Timeout = 12_000 });
        await Assertions.Expect(ada.Page.Locator(".editing")).ToHaveCountAsync(0);
        await grace.DisposeAsync();
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_who_change_one_line_the_second_goes_on_typing_and_keeps_both_variants_of_it()
    {
        var review = await ReviewAsync("Two scribes");
        await WriteAsync(product.Api, review, "Before\nThe pager rang.\nAfter");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        var notes = Notes(ada);
        await WriteWhileAwayAsync(
            ada,
            review,
            "Before\nThe pager was silent.\nAfter",
            "Earlier\nBefore\nThe pager was off.\nAfter"
        );

        await ada.SeesAsync("Someone else changed the same lines");
        var conflict = ada.Page.Locator("#notes-conflict");
        await Assertions
            .Expect(conflict.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("Nothing was overwritten");
        await Assertions.Expect(conflict.Locator("del")).ToContainTextAsync(["Earlier", "off"]);
        await Assertions.Expect(conflict.Locator("ins")).ToContainTextAsync(["silent"]);
        await Assertions.Expect(notes).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync(" And so on.");
        await Assertions
            .Expect(notes)
            .ToHaveValueAsync("Before\nThe pager was silent.\nAfter And so on.");
        await Assertions.Expect(conflict).ToBeVisibleAsync();

        await ada.PressesAsync("Keep both");
        await Assertions.Expect(ada.Page.Locator("#notes-state")).ToContainTextAsync("Saved");
        (await NotesOfAsync(review)).ShouldBe(
            "Earlier\nBefore\nThe pager was off.\nThe pager was silent.\nAfter And so on."
        );
    }

    [Fact]
    public async Task Of_two_who_write_different_lines_both_stay_and_the_caret_too()
    {
        var review = await ReviewAsync("Two calm scribes");
        await WriteAsync(product.Api, review, "First");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await WriteWhileAwayAsync(ada, review, "First\nHers", "Earlier\nFirst\nTheirs");

        await ada.SeesAsync("Merged with changes by");
        await Assertions.Expect(ada.Page.Locator("#notes-state")).ToContainTextAsync("Saved");
        await Assertions.Expect(ada.Page.Locator("#notes-conflict")).ToBeHiddenAsync();
        await ada.Page.Keyboard.TypeAsync(", and more");
        await Assertions
            .Expect(Notes(ada))
            .ToHaveValueAsync("Earlier\nFirst\nTheirs\nHers, and more");
        await Eventually.Until(
            async () => (await NotesOfAsync(review)).EndsWith("and more", StringComparison.Ordinal),
            description: "what she typed after the merge is saved"
        );
        (await NotesOfAsync(review)).ShouldBe("Earlier\nFirst\nTheirs\nHers, and more");
    }

    [Fact]
    public async Task Notes_typed_without_a_connection_are_kept_and_sent_when_it_is_back()
    {
        var review = await ReviewAsync("In a tunnel");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await ada.Page.Context.SetOfflineAsync(true);
        await Notes(ada).FillAsync("Typed in a tunnel.");
        await ada.SeesAsync("kept in this browser");
        await ada.Page.Context.SetOfflineAsync(false);
        await Assertions
            .Expect(ada.Page.Locator("#notes-state"))
            .ToContainTextAsync("Saved", new() { Timeout = 4_000 });
        (await product.Ada.GetAsync($"/api/reviews/{review}"))
            .GetProperty("notes")
            .GetString()
            .ShouldBe("Typed in a tunnel.");
    }

    [Fact]
    public async Task Of_two_who_edit_a_finding_and_a_factor_the_second_sees_the_difference()
    {
        var review = await ReviewAsync("Two editors");
        var finding = await product.Ada.PostAsync(
            $"/api/reviews/{review}/findings",
            new { kind = "learning", text = "Clocks drift." }
        );
        var factor = await product.Ada.PostAsync(
            $"/api/reviews/{review}/factors",
            new { title = "No alert", category = "monitoring" }
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        var factors = ada.Page.Locator("#factors .factor");
        await ada.UnfoldsAsync("Edit", factors);
        await factors.GetByLabel("How it contributed").FillAsync("None at all.");
        await product.Ada.PutAsync(
            $"/api/reviews/{review}/findings/{finding.GetProperty("id").GetString()}",
            new { kind = "learning", text = "Clocks drift apart." }
        );
        await product.Ada.PutAsync(
            $"/api/reviews/{review}/factors/{factor.GetProperty("id").GetString()}",
            new
            {
                title = "No alert",
                category = "monitoring",
                description = "None on drift.",
            }
        );

        var learned = ada.Page.Locator("#q-learned");
        await ada.UnfoldsAsync("Edit", learned);
        await learned.Locator("textarea").FillAsync("Clocks drift quickly.");
        await ada.PressesAsync("Save", learned);
        await Assertions.Expect(learned.Locator(".conflict del")).ToContainTextAsync("apart");
        await Assertions.Expect(learned.Locator(".conflict ins")).ToContainTextAsync("quickly");
        await Assertions
            .Expect(learned.Locator("textarea"))
            .ToHaveValueAsync("Clocks drift quickly.");

        await ada.PressesAsync("Save", factors);
        await Assertions
            .Expect(factors.Locator(".conflict del"))
            .ToContainTextAsync(["on", "drift"]);
        await Assertions
            .Expect(factors.GetByLabel("How it contributed"))
            .ToHaveValueAsync("None at all.");
    }

    [Fact]
    public async Task Of_two_who_edit_an_action_the_second_sees_both_and_what_only_one_changed_stays()
    {
        var action = await product.Ada.PostAsync(
            "/api/actions",
            new
            {
                title = "Watch the clocks",
                type = "preventive",
                description = "All of them.",
            }
        );
        var reference = action.GetProperty("reference").GetString();
        await using var ada = await product.SomebodyAsync();
        await using var grace = await product.ColleagueAsync();
        await ada.OpensAsync($"/actions/{reference}");
        await grace.OpensAsync($"/actions/{reference}");
        await ChangeAsync(grace, "Watch every clock", ("Team", "Payments"));
        await grace.SeesAsync("Saved.");
        await ChangeAsync(ada, "Watch two clocks", ("Details", "At least two."));

        await ada.SeesAsync("Somebody else changed this while you typed.");
        await Assertions
            .Expect(ada.Page.Locator("#change-title-theirs"))
            .ToHaveTextAsync("Watch every clock");
        await Assertions
            .Expect(ada.Page.Locator("#change-title"))
            .ToHaveValueAsync("Watch two clocks");
        await ada.PressesAsync("Save");
        await ada.SeesTitleAsync("Watch two clocks");
        await ada.SeesAsync("At least two.");
        (await product.Ada.GetAsync($"/api/actions/{reference}"))
            .GetProperty("team")
            .GetString()
            .ShouldBe("Payments");
    }

    [Fact]
    public async Task Of_two_who_rename_an_incident_the_second_sees_both_names_once()
    {
        var incident = await product.Ada.OpenIncidentAsync("Clocks are off");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.UnfoldsAsync("Edit…");
        var form = ada.Page.Locator("#form-details");
        await ada.FillsAsync("Title", "Clocks run ahead", form);
        await product.Ada.PatchAsync(
            $"/api/incidents/{incident}",
            new { title = "Clocks run behind" }
        );
        await ada.PressesAsync("Save", form);
        await Assertions.Expect(form.GetByRole(AriaRole.Alert)).ToHaveCountAsync(1);
        await Assertions
            .Expect(ada.Page.Locator("#details-title-theirs del"))
            .ToHaveTextAsync("behind");
        await Assertions.Expect(form.Locator("ins")).ToHaveTextAsync("ahead");
        await Assertions
            .Expect(ada.Page.Locator("#details-title"))
            .ToHaveValueAsync("Clocks run ahead");
    }

    private static async Task ChangeAsync(
        Reader reader,
        string title,
        (string Label, string Text) other
    )
    {
        await reader.UnfoldsAsync("Edit…");
        var form = reader.Page.Locator("#form-change");
        await reader.FillsAsync("Title", title, form);
        await reader.FillsAsync(other.Label, other.Text, form);
        await reader.PressesAsync("Save", form);
    }

    /// <summary>Her input reaches the server after somebody else's.</summary>
    private async Task WriteWhileAwayAsync(Reader ada, string review, string hers, string theirs)
    {
        await ada.Page.RouteAsync(Saving, route => route.AbortAsync());
        await Notes(ada).FillAsync(hers);
        await ada.SeesAsync("kept in this browser");
        await WriteAsync(product.Api, review, theirs);
        await ada.Page.UnrouteAsync(Saving);
    }

    private static Task WriteAsync(Api api, string review, string text) =>
        api.PutAsync($"/api/reviews/{review}/notes", new { text });

    private async Task<string> NotesOfAsync(string review) =>
        (await product.Ada.GetAsync($"/api/reviews/{review}")).GetProperty("notes").GetString()!;

    private static ILocator Here(Reader reader) => reader.Page.Locator("#presence");

    private static ILocator Notes(Reader reader) => reader.Page.GetByLabel("Meeting notes");

    private async Task<string> ReviewAsync(string title) =>
        await product.Ada.ResolveIntoReviewAsync(await product.Ada.OpenIncidentAsync(title));
}
