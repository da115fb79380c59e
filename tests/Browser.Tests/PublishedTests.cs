using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>
/// A published review as a page to read, share and print, and the list of published reviews.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class PublishedTests(Product product)
{
    private static readonly string[] Chapters =
    [
        "Impact",
        "What happened",
        "Contributing factors",
        "Questions and answers",
        "What we learned",
        "Action items",
        "Meeting notes",
    ];

    [Fact]
    public async Task It_tells_the_story_in_order_with_the_entries_marked_for_it()
    {
        var (review, action) = await PublishedAsync("Stock counts went negative");
        await product.Ada.PostAsync(
            $"/api/actions/{action}/assign",
            new { assignee = "Grace Hopper", dueAt = TimeProvider.System.GetUtcNow().AddDays(3) }
        );
        await using var reader = await product.SomebodyAsync();
        await reader.OpensAsync($"/published/{review}");

        await reader.SeesTitleAsync("Stock counts went negative");
        (await reader.Page.Locator("article h2").AllInnerTextsAsync()).ShouldBe(Chapters);
        var story = reader.Region("What happened");
        await Assertions.Expect(story).ToContainTextAsync("Two pickers took the last one.");
        await Assertions.Expect(story).ToContainTextAsync("Resolved");
        await Assertions.Expect(story).Not.ToContainTextAsync("Somebody fetched coffee.");
        await Assertions.Expect(story).Not.ToContainTextAsync("Review opened");
        var change = reader.Region("Action items");
        await Assertions.Expect(change).ToContainTextAsync("0 of 1 action completed.");
        await Assertions.Expect(change).ToContainTextAsync("Accepted");
        await Assertions.Expect(change).ToContainTextAsync("Grace Hopper");
        var notes = reader.Region("Meeting notes").Locator(".prose");
        await Assertions.Expect(notes).ToBeHiddenAsync();
        await reader.UnfoldsAsync("Meeting notes");
        await Assertions.Expect(notes).ToBeVisibleAsync();
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_only_revision_of_a_review_has_nothing_to_be_compared_with()
    {
        var (review, _) = await PublishedAsync("Once and for all");
        await using var reader = await product.SomebodyAsync();
        await reader.OpensAsync($"/published/{review}/compare");
        await reader.SeesTitleAsync("Compare revisions");
        await reader.SeesAsync("This review has one revision.");
    }

    [Fact]
    public async Task Its_address_can_be_copied_it_prints_without_the_shell_and_leaves_as_markdown()
    {
        var (review, _) = await PublishedAsync("Labels printed twice");
        await using var reader = await product.SomebodyAsync(colours: ColorScheme.Dark);
        await reader.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await reader.OpensAsync($"/published/{review}");
        await reader.PressesAsync("Copy link");
        await reader.SeesAsync("Copied");
        var copied = await reader.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        copied.ShouldBe(new Uri(product.Address, $"/published/{review}/1").ToString());

        await reader.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(reader.Page.Locator(".side")).ToBeHiddenAsync();
        await Assertions
            .Expect(reader.Page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }))
            .ToBeHiddenAsync();
        await Assertions.Expect(reader.Page.Locator(".print-only")).ToHaveTextAsync(copied);
        (
            await reader.Page.EvaluateAsync<string>(
                "getComputedStyle(document.body).backgroundColor"
            )
        ).ShouldBe("rgb(255, 255, 255)");
        await reader.Page.EmulateMediaAsync(new() { Media = Media.Screen });

        var download = await reader.Page.RunAndWaitForDownloadAsync(() =>
            reader.FollowsAsync("Markdown")
        );
        (await File.ReadAllTextAsync(await download.PathAsync())).ShouldStartWith(
            "# Labels printed twice"
        );
    }

    [Fact]
    public async Task Words_that_may_blame_light_up_where_they_stand_and_move_with_the_text()
    {
        var review = await product.Ada.ResolveIntoReviewAsync(
            await product.Ada.OpenIncidentAsync("Lit up")
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=report");
        var summary = ada.Page.GetByLabel("What happened");
        await summary.FillAsync("The on-call should have known.");
        var marks = ada.Page.Locator("#form-summary .marks mark");
        await Assertions.Expect(marks).ToHaveTextAsync("should have");
        await summary.PressAsync("Home");
        await summary.PressSequentiallyAsync("At 3 ");
        await Assertions.Expect(marks).ToHaveTextAsync("should have");
        await Assertions
            .Expect(ada.Page.Locator("#form-summary .marks"))
            .ToHaveTextAsync("At 3 The on-call should have known.");
        await ada.PressesAsync("Save summary");
        await ada.SeesAsync("Saved.");
        await Assertions.Expect(marks).ToHaveTextAsync("should have");
        await summary.FillAsync("Nothing told the on-call.");
        await Assertions.Expect(marks).ToHaveCountAsync(0);
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_says_what_is_due_whose_it_is_and_that_it_is_a_draft()
    {
        var incident = await product.Ada.OpenIncidentAsync("Listed for Ada");
        var review = await product.Ada.ResolveIntoReviewAsync(incident);
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync($"/reviews/{review}?step=prepare");
        await ada.PressesAsync("Assign owner");
        await ada.OpensAsync("/reviews");
        await ada.FollowsAsync("Mine");
        var item = ada.Page.Locator(".item", new() { HasTextString = "Listed for Ada" });
        await Assertions.Expect(item).ToContainTextAsync($"Owner: {Product.Person}");
        await Assertions.Expect(item).ToContainTextAsync("Due in 23 h");
        await Assertions.Expect(item).ToContainTextAsync("Draft");
        await ada.FollowsAsync("My teams'");
        await ada.SeesAsync("Your teams have no reviews to do");
        await ada.FollowsAsync("No owner");
        await Assertions.Expect(item).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_list_follows_what_happens_and_its_countdown_runs()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.Page.Clock.InstallAsync();
        await ada.OpensAsync("/reviews");
        await ada.SettlesAsync();
        var incident = await product.Ada.OpenIncidentAsync("Appears by itself");
        await product.Ada.ResolveIntoReviewAsync(incident);
        var item = ada.Page.Locator(".item", new() { HasTextString = "Appears by itself" });
        await Assertions.Expect(item).ToContainTextAsync("Due in 23 h");
        await ada.Page.Clock.FastForwardAsync("25:00:00");
        await Assertions.Expect(item).ToContainTextAsync("Overdue by 1 h");
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_a_review_that_was_held_it_is_said_that_publishing_is_late()
    {
        var incident = await product.Ada.OpenIncidentAsync("Held and not published");
        var review = await product.Ada.ResolveIntoReviewAsync(incident);
        await product.Ada.PostAsync($"/api/reviews/{review}/hold", new { });
        await using var ada = await product.SomebodyAsync();
        await ada.Page.Clock.InstallAsync();
        await ada.OpensAsync("/reviews");
        var item = ada.Page.Locator(".item", new() { HasTextString = "Held and not published" });
        await Assertions.Expect(item).ToContainTextAsync("Publishing due in 23 h");
        await ada.Page.Clock.FastForwardAsync("25:00:00");
        await Assertions.Expect(item).ToContainTextAsync("Publishing overdue by 1 h");
    }

    [Fact]
    public async Task Before_publishing_a_word_that_may_blame_is_listed_once_with_its_count()
    {
        var review = await product.Ada.ResolveIntoReviewAsync(
            await product.Ada.OpenIncidentAsync("Counted words")
        );
        await product.Ada.PutAsync(
            $"/api/reviews/{review}/notes",
            new { text = "They should have known. Should have asked, too." }
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=report");
        await ada.SeesAsync("2 places may read as blame");
        var hints = ada.Page.Locator("#publish-hints .hint");
        await Assertions.Expect(hints).ToHaveCountAsync(1);
        await Assertions.Expect(hints).ToContainTextAsync("2 times");
    }

    /// <summary>
    /// A review with content in every chapter. One of the incident's entries is marked.
    /// </summary>
    private async Task<(string Review, string Action)> PublishedAsync(string title)
    {
        var incident = await product.Ada.OpenIncidentAsync(title);
        await product.Ada.DoAsync(incident, "impact", new { customers = "Wrong numbers" });
        var told = await product.Ada.CaptureAsync(incident, "Two pickers took the last one.");
        await product.Ada.CaptureAsync(incident, "Somebody fetched coffee.");
        await product.Ada.PatchAsync(
            $"/api/incidents/{incident}/timeline/{told.GetProperty("id").GetString()}",
            new { isMarked = true }
        );
        var review = await product.Ada.ResolveIntoReviewAsync(incident);
        var path = $"/api/reviews/{review}";
        await product.Ada.PutAsync(
            path + "/summary",
            new { text = "The last one was sold twice." }
        );
        await product.Ada.PutAsync(path + "/notes", new { text = "Nobody locks a shelf." });
        await product.Ada.PostAsync(
            path + "/factors",
            new { title = "No reservation", category = "technical" }
        );
        await product.Ada.PostAsync(
            path + "/findings",
            new
            {
                kind = "answer",
                question = "detect",
                text = "A count below zero alerts nobody.",
            }
        );
        await product.Ada.PostAsync(
            path + "/findings",
            new { kind = "learning", text = "Shelves race." }
        );
        var action = await product.Ada.PostAsync(
            path + "/actions",
            new { title = "Reserve before picking", type = "preventive" }
        );
        await product.Ada.PostAsync(path + "/publish", new { });
        await Eventually.Get(
            async () =>
            {
                var known = await product.Ada.GetAsync($"/api/actions?status=all&review={review}");
                return known.GetProperty("items").GetArrayLength() == 1 ? "known" : null;
            },
            description: "the action is known"
        );
        return (review, action.GetProperty("id").GetString()!);
    }
}
