using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>A responder at 03:00 with a phone.</summary>
[Collection(ProductCollection.Name)]
public sealed class ResponderTests(Product product)
{
    // One red pixel.
    private const string Png =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

    private const string PasteImage = """
        async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], "graph.png", { type: "image/png" }));
          const line = document.querySelector("[data-capture]");
          line.focus();
          line.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """;

    [Fact]
    public async Task The_whole_night_on_a_phone()
    {
        await product.Api.OpenIncidentAsync("Payments time out", "sev1");
        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync("/incidents");
        await ada.FollowsAsync("Payments time out");
        await ada.SeesTitleAsync("Payments time out");
        await ada.SettlesAsync();
        var heights = await ada
            .Page.Locator("#form-acknowledge button, #form-lead button")
            .EvaluateAllAsync<double[]>("all => all.map(b => b.getBoundingClientRect().top)");
        heights.Length.ShouldBe(2);
        heights[1].ShouldBe(heights[0], "leading is one tap beside acknowledging");
        await ada.PressesAsync("Acknowledge");
        await ada.PressesAsync("Take the lead");
        await Assertions
            .Expect(ada.Page.Locator(".bar__lead"))
            .ToHaveTextAsync("Ada Lovelace leads");
        await ada.CapturesAsync("Connections pile up since the deploy");
        await Assertions.Expect(ada.Page.Locator("[data-capture]")).ToBeFocusedAsync();

        await ada.FillsAsync("What do you see", "The graph");
        await ada.Page.EvaluateAsync(PasteImage, Png);
        await Assertions.Expect(ada.Page.Locator("#capture-previews img")).ToBeVisibleAsync();
        await ada.FillsAsync("What it shows", "Connections over time");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        var shot = ada.Entries.GetByAltText("Connections over time");
        await Assertions.Expect(shot).ToHaveCountAsync(1);
        await shot.ScrollIntoViewIfNeededAsync();
        (
            await shot.EvaluateAsync<int>("async i => { await i.decode(); return i.naturalWidth; }")
        ).ShouldBe(1);
        (
            await ada.Page.Locator("#capture-image").EvaluateAsync<int>("i => i.files.length")
        ).ShouldBe(0, "the next entry starts without the image");

        await ada.UnfoldsAsync("Assign a role…");
        await ada.FillsAsync("Person", "Ben Night", ada.Page.Locator("#form-roles"));
        await ada.PressesAsync("Assign role");
        await ada.SeesAsync("Incident commander handed over from Ada Lovelace to Ben Night.");
        (
            await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")
        ).ShouldBeTrue("nothing is wider than the phone");
        await ada.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight / 2)");
        await Assertions.Expect(ada.Page.Locator(".bar__title")).ToBeInViewportAsync();

        await ada.Page.EvaluateAsync("scrollTo(0, 0)");
        await ada.UnfoldsAsync("Resolve…");
        await ada.PressesAsync("Resolve");
        await ada.SeesAsync("Incident resolved.");
        ada.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task One_step_after_the_other_unfolds_where_its_button_stands(int width)
    {
        var incident = await product.Api.OpenIncidentAsync("Step by step");
        await using var ada = await product.SomebodyAsync(width: width);
        await ada.Page.SetViewportSizeAsync(width, 740);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.PressesAsync("Acknowledge");
        await Assertions.Expect(ada.Page.Locator("#form-acknowledge")).ToHaveCountAsync(0);
        await Unfolds("Mark as mitigated…", "mitigate");
        await ada.PressesAsync("Mark as mitigated");
        await Assertions.Expect(ada.Page.Locator("#form-mitigate")).ToHaveCountAsync(0);
        await Unfolds("Resolve…", "resolve");
        await Unfolds("Change severity…", "severity");

        async Task Unfolds(string label, string form)
        {
            var button = ada.Page.Locator("summary", new() { HasTextString = label });
            await button.WaitForAsync();
            var before = await PlaceAsync(button);
            await button.ClickAsync();
            await Assertions.Expect(ada.Page.Locator($"#form-{form}")).ToBeVisibleAsync();
            (await PlaceAsync(button)).ShouldBe(before, 2, $"{label} stays where it is");
            await Assertions
                .Expect(ada.Page.Locator($"#form-{form} button[type=submit]"))
                .ToBeInViewportAsync(new() { Ratio = 1 });
            (await ada.Page.EvaluateAsync<bool>(IsAboveTheLine, form)).ShouldBeTrue();
        }
    }

    private const string IsAboveTheLine = """
        (form) => {
          const box = document.querySelector(`#form-${form} button[type=submit]`).getBoundingClientRect();
          return document.elementFromPoint(box.left + 5, box.bottom - 5)?.closest("form")?.id === `form-${form}`;
        }
        """;

    // Aligned left, and below the first button of the row.
    private static Task<double> PlaceAsync(ILocator button) =>
        button.EvaluateAsync<double>(
            """
            (b) => {
              const row = b.closest(".asks").getBoundingClientRect();
              const box = b.getBoundingClientRect();
              return box.left - row.left + 1000 * (box.top - row.top);
            }
            """
        );

    [Fact]
    public async Task On_a_phone_the_line_is_one_row_and_what_is_added_comes_into_sight()
    {
        var incident = await product.Api.OpenIncidentAsync("One row");
        foreach (var number in Enumerable.Range(1, 12))
        {
            await product.Api.CaptureAsync(incident, $"look {number}");
        }

        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.Page.SetViewportSizeAsync(360, 740);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        var height = "document.getElementById('capture').offsetHeight";
        (await ada.Page.EvaluateAsync<int>(height)).ShouldBeLessThan(72);
        await ada.UnfoldsCaptureAsync();
        await Assertions.Expect(ada.Page.GetByText("Import a chat or log…")).ToBeVisibleAsync();
        await ada.PressesAsync("Kind, time, image, chat");
        await ada.FillsAsync("What do you see", "just seen");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        var added = ada.Entries.Filter(new() { HasTextString = "just seen" });
        await Assertions.Expect(added).ToBeInViewportAsync();
        await Assertions.Expect(ada.Page.Locator(".entry--new")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Walking_the_timeline_shows_one_frame()
    {
        var incident = await product.Api.OpenIncidentAsync("One frame");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.TypesAsync("j");
        var frames = """
            [...document.querySelectorAll(".entry.is-at, .entry.is-at *")]
              .filter((element) => getComputedStyle(element).outlineStyle !== "none").length
            """;
        (await ada.Page.EvaluateAsync<int>(frames)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_pasted_chat_becomes_entries_after_a_look(bool withScripts)
    {
        var incident = await product.Api.OpenIncidentAsync("Chat");
        await using var ada = await product.SomebodyAsync(withScripts: withScripts, width: 360);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.UnfoldsCaptureAsync();
        await ada.FollowsAsync("Import a chat or log…");
        await ada.SeesTitleAsync("Import into the timeline");
        await ada.FillsAsync(
            "Text",
            "Grace Hopper  01:42\nThe queue grows.\nand grows\n\nBen  01:44\nRolling back.\n\nBen "
                + " 01:45\nlunch anyone?"
        );
        await ada.PressesAsync("Show the entries");
        await ada.SeesTitleAsync("Choose the entries");
        await ada.FillsAsync(
            "Text",
            "Rolling back the deploy.",
            ada.Page.Locator(".message").Nth(1)
        );
        await ada.Page.GetByLabel("Add entry 3").UncheckAsync();
        await ada.PressesAsync("Add to the timeline");
        await ada.SeesAsync("Imported into the timeline.");
        await ada.SeesAsync("Grace Hopper, added by Ada Lovelace");
        await ada.SeesAsync("Rolling back the deploy.");
        await ada.DoesNotSeeAsync("lunch anyone?");
    }

    [Fact]
    public async Task Pasting_a_chat_into_the_line_offers_to_split_it()
    {
        var incident = await product.Api.OpenIncidentAsync("Chat in the line");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.Page.EvaluateAsync(
            """
            () => {
              const text = "Ada  10:42\nSlow.\nBen  10:44\nYes.";
              const data = new DataTransfer();
              data.setData("text/plain", text);
              const line = document.querySelector("[data-capture]");
              line.focus();
              line.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
              line.value = text;
              line.dispatchEvent(new Event("input", { bubbles: true }));
            }
            """
        );
        await ada.PressesAsync("Split into entries…");
        await ada.SeesTitleAsync("Choose the entries");
        await Assertions.Expect(ada.Page.Locator(".message")).ToHaveCountAsync(2);
        // What was pasted is kept, to be read in another way.
        await ada.Page.GetByText("Paste again, or read it differently").ClickAsync();
        await Assertions
            .Expect(ada.Page.Locator("#import-add-text"))
            .ToHaveValueAsync("Ada  10:42\nSlow.\nBen  10:44\nYes.");
    }

    [Fact]
    public async Task What_cannot_be_sent_waits_survives_a_reload_and_is_sent_once()
    {
        var incident = await product.Api.OpenIncidentAsync("In a tunnel");
        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        // The first request arrives, but its response is lost: the worst case for "exactly once".
        await ada.Page.RouteAsync(
            "**/timeline",
            async route =>
            {
                await route.FetchAsync();
                await route.AbortAsync();
            }
        );
        await ada.FillsAsync("What do you see", "written in a tunnel");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        await ada.SeesAsync("Not sent yet.");
        await ada.PressesAsync("Write the next entry");
        await ada.SeesAsync("Waiting to be sent:");
        await Assertions.Expect(ada.Page.Locator("[data-capture]")).ToHaveValueAsync("");
        await ada.Page.UnrouteAllAsync();
        await ada.Page.ReloadAsync();
        await Assertions
            .Expect(ada.Page.Locator("#capture-waiting"))
            .ToBeHiddenAsync(new() { Timeout = 15_000 });
        await Assertions
            .Expect(ada.Entries.Filter(new() { HasTextString = "written in a tunnel" }))
            .ToHaveCountAsync(1);
        var timeline = await product.Api.GetAsync($"/api/incidents/{incident}/timeline");
        timeline
            .GetProperty("items")
            .EnumerateArray()
            .Count(e => e.GetProperty("text").GetString() == "written in a tunnel")
            .ShouldBe(1);
    }

    [Fact]
    public async Task An_entry_is_added_between_two_others_by_keyboard()
    {
        var incident = await product.Api.OpenIncidentAsync("Between");
        var start = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1);
        await product.Api.CaptureAsync(incident, "first", occurredAt: start);
        await product.Api.CaptureAsync(incident, "third", occurredAt: start.AddSeconds(2));
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.TypesAsync("j");
        await ada.TypesAsync("j");
        await ada.TypesAsync("i");
        await Assertions.Expect(ada.Page.Locator("[data-capture]")).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync("second");
        await ada.TypesAsync("Enter");
        await Assertions.Expect(ada.Entries).ToHaveCountAsync(4);
        var texts = await ada.Page.Locator("#timeline .entry__text").AllInnerTextsAsync();
        texts.Take(3).ShouldBe(["first", "second", "third"]);
    }

    [Fact]
    public async Task Marks_kinds_and_folds_narrow_the_timeline_and_a_link_opens_the_fold()
    {
        var incident = await product.Api.OpenIncidentAsync("Filters");
        await product.Api.CaptureAsync(incident, "a decision", "decision");
        await product.Api.CaptureAsync(incident, "a look");
        await product.Api.DoAsync(incident, "acknowledge");
        foreach (var severity in new[] { "sev1", "sev3", "sev2" })
        {
            await product.Api.DoAsync(incident, "severity", new { severity });
        }

        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await Assertions.Expect(ada.Entries).ToHaveCountAsync(7);
        await ada
            .Entries.Filter(new() { HasTextString = "a look" })
            .Locator(".entry__time")
            .ClickAsync();
        await ada.Entries.Filter(new() { HasTextString = "a look" }).HoverAsync();
        await ada.PressesAsync(
            "Mark for review",
            ada.Entries.Filter(new() { HasTextString = "a look" })
        );
        await ada.FollowsAsync("For the review");
        await Assertions.Expect(ada.Entries).ToHaveCountAsync(1);
        await ada.FollowsAsync("All");
        await ada.FollowsAsync("Decision");
        await ada.FollowsAsync("Observation");
        await Assertions.Expect(ada.Entries).ToHaveCountAsync(2);
        await ada.FollowsAsync("All");
        await ada.SeesAsync("3 system entries");
        await Assertions.Expect(ada.Entries.Last).ToBeVisibleAsync();
        await ada.FollowsAsync("Fold system entries");
        await ada.DoesNotSeeAsync("3 system entries");
        await ada.FollowsAsync("Fold system entries");
        await ada.SeesAsync("3 system entries");
        var folded = ada.Page.Locator(".entry-fold .entry").First;
        await Assertions.Expect(folded).ToBeHiddenAsync();
        var id = await folded.GetAttributeAsync("id");
        await ada.OpensAsync($"/incidents/{incident}#{id}");
        await Assertions.Expect(ada.Page.Locator($"#{id}")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_people_correct_one_entry_and_the_second_chooses()
    {
        var incident = await product.Api.OpenIncidentAsync("Both correct");
        var entry = (await product.Api.CaptureAsync(incident, "before"))
            .GetProperty("id")
            .GetString();
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}?edit={entry}#e-{entry}");
        await using var ben = await product.SomebodyAsync(withScripts: false);
        await ben.OpensAsync($"/incidents/{incident}?edit={entry}#e-{entry}");
        var (his, hers) = (ben.Page.Locator("#form-correct"), ada.Page.Locator("#form-correct"));
        await ada.FillsAsync("Text", "mine", hers);
        await ben.FillsAsync("Text", "theirs", his);
        await ada.FillsAsync("Reason for the correction", "I saw it", hers);
        await ben.FillsAsync("Reason for the correction", "So did I", his);
        await ben.PressesAsync("Save correction");
        await ben.SeesAsync("Entry corrected");
        await ada.PressesAsync("Save correction");
        await ada.SeesAsync("Somebody else changed this while you typed.");
        await Assertions.Expect(ada.Page.Locator("#correct-text-theirs")).ToHaveTextAsync("theirs");
        await Assertions.Expect(ada.Page.Locator("#correct-text")).ToHaveValueAsync("mine");
        await ada.PressesAsync("Save correction");
        await ada.FollowsAsync("Corrected 2 times");
        await ada.SeesAsync("Earlier text:");
        await Assertions
            .Expect(ada.Page.Locator(".before__text").First)
            .ToContainTextAsync("theirs");
    }

    [Fact]
    public async Task Two_people_record_the_impact_and_no_word_is_lost()
    {
        var incident = await product.Api.OpenIncidentAsync("Both record");
        await product.Api.DoAsync(incident, "impact", new { customers = "some" });
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        await ada.UnfoldsAsync("Change…");
        var form = ada.Page.Locator("#form-impact");
        await ada.FillsAsync("What customers see", "all of them", form);
        await ada.FillsAsync("Availability", "70 %", form);
        await product.Api.DoAsync(
            incident,
            "impact",
            new { customers = "half of them", operations = "refunds by hand" }
        );
        await ada.PressesAsync("Record", form);
        await ada.SeesAsync("Somebody else changed this while you typed.");
        await Assertions
            .Expect(ada.Page.Locator("#impact-customers-theirs"))
            .ToHaveTextAsync("half of them");
        await ada.PressesAsync("Take theirs", form);
        await ada.PressesAsync("Record", form);
        // The timeline's entry begins with the same words.
        await ada.Page.GetByText("Impact recorded.", new() { Exact = true }).WaitForAsync();
        var impact = (await product.Api.GetAsync($"/api/incidents/{incident}")).GetProperty(
            "impact"
        );
        impact.GetProperty("customers").GetString().ShouldBe("half of them");
        impact.GetProperty("operations").GetString().ShouldBe("refunds by hand");
        impact.GetProperty("availability").GetString().ShouldBe("70 %");
    }

    [Fact]
    public async Task A_large_screenshot_passes_the_gateway_and_a_larger_one_is_refused_in_words()
    {
        var incident = await product.Api.OpenIncidentAsync("Large");
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.UnfoldsAsync("Image");
        var bytes = new byte[10 * 1024 * 1024];
        Convert.FromBase64String(Png).CopyTo(bytes, 0);
        using var folder = new TempFolder("shots");
        var (big, huge) = (folder.File("big.png"), folder.File("huge.png"));
        await File.WriteAllBytesAsync(big, bytes);
        await File.WriteAllBytesAsync(huge, [.. bytes, 1]);
        await ada.Page.SetInputFilesAsync("#capture-image", big);
        await ada.FillsAsync("What do you see", "ten megabytes");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        await Assertions.Expect(ada.Entries.GetByAltText("Screenshot big.png")).ToHaveCountAsync(1);

        await ada.UnfoldsAsync("Image");
        await ada.Page.SetInputFilesAsync("#capture-image", huge);
        await ada.FillsAsync("What do you see", "one byte more");
        await ada.PressesAsync("Add", ada.Page.Locator("#capture"));
        await ada.SeesAsync("File must be at most 10 MB");
    }
}
