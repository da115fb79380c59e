using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// A facilitator with eight people in a room: the review from the list to publication, without a
/// mouse.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class FacilitatorTests(Product product)
{
    [Fact]
    public async Task With_the_keyboard_alone_from_the_list_to_publication()
    {
        var incident = await product.Ada.OpenIncidentAsync("Sign-in loops for partners", "sev1");
        await product.Ada.CaptureAsync(incident, "Partners see the sign-in page again and again.");
        await product.Ada.CaptureAsync(incident, "Rolled the session service back.", "action");
        await product.Ada.ResolveIntoReviewAsync(incident);
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/");
        await ada.TypesAsync("g");
        await ada.TypesAsync("r");
        await ada.Page.WaitForURLAsync("**/reviews");
        await EntersAsync(
            ada,
            ada.Page.GetByRole(AriaRole.Link, new() { Name = "Sign-in loops for partners" })
        );
        await ada.SeesAsync("Before the meeting");

        await EntersAsync(
            ada,
            ada.Page.GetByRole(AriaRole.Button, new() { Name = "Assign owner" })
        );
        await ada.SeesAsync($"{Product.Person} owns this review.");
        await EntersAsync(ada, Step(ada, "Meet"));
        await ada.SeesAsync("Ground rules");
        await EntersAsync(ada, ada.Region("Ground rules").GetByRole(AriaRole.Button).First);
        await ada.SeesAsync("1 of 1 agree");

        await ada.TypesAsync("j");
        await ada.TypesAsync("j");
        await Assertions.Expect(ada.Page.Locator(".entry.is-at")).ToHaveCountAsync(1);
        await ada.TypesAsync("s");
        await Assertions
            .Expect(ada.Page.Locator(".entry.is-at.entry--marked"))
            .ToContainTextAsync("For the review");
        new Uri(ada.Page.Url).Query.ShouldBe("?step=meet");

        await NotesBecomeFindingsAsync(ada);
        await EntersAsync(ada, Step(ada, "Report"));
        var summary = ada.Page.GetByLabel("What happened");
        await summary.FocusAsync();
        await ada.Page.Keyboard.TypeAsync(
            "The on-call should have known. Sessions expired at once."
        );
        await ada.SeesAsync("What information was missing");
        await EntersAsync(
            ada,
            ada.Page.GetByRole(AriaRole.Button, new() { Name = "Save summary" })
        );
        await ada.SeesAsync("may read as blame");
        await EntersAsync(
            ada,
            ada.Page.GetByRole(AriaRole.Button, new() { Name = "Publish review" })
        );
        await ada.Page.WaitForURLAsync("**/published/**");
        await ada.SeesAsync("The rollback took a minute.");
        ada.Complaints.ShouldBeEmpty();
    }

    private static async Task NotesBecomeFindingsAsync(Reader ada)
    {
        var notes = ada.Page.GetByLabel("Meeting notes");
        (string Line, string Key)[] lines =
        [
            ("Nobody saw the loop before the first call.", "1"),
            ("The rollback took a minute.", "8"),
            ("Sessions and certificates share a clock.", "6"),
            ("No alert on repeated sign-ins.", "f"),
            ("Alert on sign-in loops.", "4"),
        ];
        for (var i = 0; i < lines.Length; i++)
        {
            await notes.FocusAsync();
            await ada.Page.Keyboard.PressAsync("Control+End");
            await ada.Page.Keyboard.TypeAsync((i > 0 ? "\n" : "") + lines[i].Line);
            await ada.Page.Keyboard.PressAsync("Shift+Home");
            await ada.Page.Keyboard.PressAsync("Control+Enter");
            await Assertions
                .Expect(ada.Page.GetByLabel("Turn this text into"))
                .ToHaveValueAsync(lines[i].Line);
            await ada.Page.Keyboard.PressAsync(lines[i].Key);
            await Assertions
                .Expect(ada.Page.GetByLabel("Turn this text into"))
                .ToHaveValueAsync("");
            await Assertions.Expect(notes).ToBeFocusedAsync();
        }

        await Assertions.Expect(ada.Page.Locator("#questions .ring")).ToHaveTextAsync("4/8");
        await Assertions
            .Expect(ada.Region("Contributing factors").Locator(".factor"))
            .ToHaveCountAsync(1);
        await Assertions.Expect(ada.Region("Actions").Locator(".factor")).ToHaveCountAsync(1);
        (await notes.InputValueAsync()).ShouldContain("Sessions and certificates share a clock.");
    }

    [Fact]
    public async Task By_mouse_a_selected_word_becomes_a_learning()
    {
        var review = await ReviewAsync("Picked by mouse");
        await product.Ada.PutAsync(
            $"/api/reviews/{review}/notes",
            new { text = "Backpressure helps." }
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await ada
            .Page.GetByLabel("Meeting notes")
            .DblClickAsync(
                new()
                {
                    Position = new() { X = 40, Y = 18 },
                }
            );
        await Assertions
            .Expect(ada.Page.GetByLabel("Turn this text into"))
            .ToHaveValueAsync("Backpressure");
        await ada
            .Page.Locator("#pick-choices")
            .GetByRole(AriaRole.Button, new() { Name = "Learning" })
            .ClickAsync();
        await Assertions
            .Expect(ada.Page.Locator("#q-learned .finding"))
            .ToContainTextAsync("Backpressure");
        await Assertions.Expect(ada.Page.Locator("#coverage .ring")).ToContainTextAsync("1/8");
        await Assertions.Expect(ada.Page.Locator("#coverage")).Not.ToContainTextAsync("6 Learned");
    }

    [Fact]
    public async Task Without_scripts_words_become_findings_too()
    {
        var review = await ReviewAsync("Plain findings");
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await ada.FillsAsync("Turn this text into", "It was Sunday.");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Luck" }).ClickAsync();
        await Assertions
            .Expect(ada.Page.Locator("#q-luck .finding"))
            .ToContainTextAsync("It was Sunday.");
        await Assertions.Expect(ada.Page.Locator("#questions .ring")).ToContainTextAsync("1/8");
    }

    [Fact]
    public async Task Of_two_who_write_the_summary_the_second_sees_the_difference()
    {
        var review = await ReviewAsync("Two summaries");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=report");
        await product.Ada.PutAsync(
            $"/api/reviews/{review}/summary",
            new { text = "The cache was cold." }
        );

        await ada.FillsAsync("What happened", "The cache was empty.");
        await ada.PressesAsync("Save summary");
        await Assertions.Expect(ada.Page.Locator(".conflict .diff del")).ToHaveTextAsync("cold");
        await Assertions.Expect(ada.Page.Locator(".conflict .diff ins")).ToHaveTextAsync("empty");
        await Assertions
            .Expect(ada.Page.GetByLabel("What happened"))
            .ToHaveValueAsync("The cache was empty.");
        await ada.PressesAsync("Save summary");
        await ada.SeesAsync("Saved.");
    }

    [Fact]
    public async Task Somebody_elses_notes_and_findings_appear_by_themselves()
    {
        var review = await ReviewAsync("Two in a room");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        // By the operator's token: somebody else.
        await product.Api.PutAsync(
            $"/api/reviews/{review}/notes",
            new { text = "Typed elsewhere." }
        );
        await product.Api.PostAsync(
            $"/api/reviews/{review}/findings",
            new { kind = "learning", text = "Learned elsewhere." }
        );

        await Assertions.Expect(ada.Page.Locator("#notes-writer")).ToContainTextAsync("is writing");
        await Assertions
            .Expect(ada.Page.GetByLabel("Meeting notes"))
            .ToHaveValueAsync("Typed elsewhere.");
        await Assertions
            .Expect(ada.Page.Locator("#q-learned .finding"))
            .ToContainTextAsync("Learned elsewhere.");
    }

    [Fact]
    public async Task The_meeting_goes_on_the_calendar()
    {
        var review = await ReviewAsync("On the calendar");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=prepare");
        await ada.SeesAsync("has no incident commander"); // B1, said before the attempt.
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Schedule meeting" }))
            .ToBeDisabledAsync();
        await product.Api.LeadAsync(review);
        await ada.OpensAsync($"/reviews/{review}?step=prepare");
        await ada.FillsAsync("Scheduled for", "2031-05-06T09:30");
        await ada.PressesAsync("Schedule meeting");
        var download = await ada.Page.RunAndWaitForDownloadAsync(() =>
            ada.FollowsAsync("Download .ics")
        );
        var text = await File.ReadAllTextAsync(await download.PathAsync());
        text.ShouldContain("BEGIN:VEVENT\r\n");
        text.ShouldContain("DTSTART:20310506T");
        text.ShouldContain("On the calendar");
    }

    [Fact]
    public async Task A_name_nobody_has_is_not_invited_unless_they_have_no_account()
    {
        var review = await ReviewAsync("Who was there");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=prepare");
        var attendees = ada.Region("Attendees");
        await ada.FillsAsync("Invite", "Ollie", attendees);
        await ada.PressesAsync("Invite", attendees);
        await Assertions
            .Expect(attendees.Locator(".field__error"))
            .ToContainTextAsync("Has no account; invite them under People");
        await Assertions.Expect(attendees.Locator("#invite-name")).ToHaveValueAsync("Ollie");
        await attendees.GetByLabel("Has no account").CheckAsync();
        await ada.PressesAsync("Invite", attendees);
        await Assertions
            .Expect(attendees.GetByRole(AriaRole.Listitem))
            .ToContainTextAsync(["Ollie"]);
        await ada.FillsAsync("Invite", Product.Person.ToUpperInvariant(), attendees);
        await ada.PressesAsync("Invite", attendees);
        await ada.SeesAsync("Invited.");
        await Assertions
            .Expect(attendees.GetByRole(AriaRole.Listitem))
            .ToContainTextAsync(["no account", "invited"]);
    }

    [Fact]
    public async Task That_somebody_joined_does_not_mean_those_who_were_there_are_invited()
    {
        var review = await ReviewAsync("A bystander came");
        await using var grace = await product.ColleagueAsync();
        await grace.OpensAsync($"/reviews/{review}?step=prepare");
        await grace.PressesAsync("Join this review");
        await grace.PressesAsync("Assign owner");
        await using var ada = await product.SomebodyAsync();
        await product.Ada.PostAsync($"/api/reviews/{review}/join", new { });
        await ada.OpensAsync($"/reviews/{review}?step=prepare");
        var check = ada
            .Page.Locator("#checklist li")
            .Filter(new() { HasTextString = "Invite the responders" });
        await Assertions.Expect(check).ToContainTextAsync("Open");
        await product.Ada.PostAsync(
            $"/api/reviews/{review}/attendees",
            new { name = "Karl from support" }
        );
        await ada.Page.ReloadAsync();
        await Assertions.Expect(check).ToContainTextAsync("Done");
    }

    [Fact]
    public async Task Policies_are_changed_and_it_is_kept_who_did()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/policies");
        await ada.FillsAsync("Phrases to flag", "oops");
        await ada.PressesAsync("Save policies");
        await ada.SeesAsync("Has a line without a question");
        await ada.FillsAsync(
            "Phrases to flag",
            "oops | What surprised us?\nshould have | What information was missing?"
        );
        await ada.PressesAsync("Save policies");
        await ada.SeesAsync("Change history");
        await ada.SeesAsync("flagged phrases");
    }

    private static ILocator Step(Reader reader, string name) =>
        reader.Page.Locator(".tabs").GetByRole(AriaRole.Link, new() { Name = name });

    private static async Task EntersAsync(Reader reader, ILocator target)
    {
        await target.FocusAsync();
        await reader.TypesAsync("Enter");
    }

    private async Task<string> ReviewAsync(string title) =>
        await product.Ada.ResolveIntoReviewAsync(await product.Ada.OpenIncidentAsync(title));
}
