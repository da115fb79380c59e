using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>Live updates, and what two people may do at the same time.</summary>
[Collection(ProductCollection.Name)]
public sealed class LiveTests(Product product)
{
    // What the page's stream tells it.
    private const string Listening = """
        window.heard = [];
        window.EventSource = class extends EventSource {
          constructor(address) {
            super(address);
            this.addEventListener("message", (event) => heard.push(event.data));
          }
        };
        """;

    [Fact]
    public async Task The_timeline_moves_when_somebody_else_writes_and_what_is_typed_stays()
    {
        var incident = await product.Api.OpenIncidentAsync("Search is behind");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(ada.Page.Locator("#live")).ToHaveTextAsync("Live");
        await ada.FillsAsync("What do you see", "half a sente");

        await product.Api.CaptureAsync(incident, "Indexer restarted by script", "action");
        await ada.SeesAsync("Indexer restarted by script");
        await product.Api.DoAsync(incident, "acknowledge");
        await Assertions
            .Expect(ada.Page.Locator("#incident-head"))
            .ToContainTextAsync("Acknowledged");

        await Assertions
            .Expect(ada.Page.Locator("[data-capture]"))
            .ToHaveValueAsync("half a sente");
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_one_has_just_written_is_not_fetched_a_second_time()
    {
        var incident = await OpenedAsync("Own words");
        await using var ada = await product.SomebodyAsync();
        await ada.Page.Clock.InstallAsync();
        await ada.Page.AddInitScriptAsync(Listening);
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(ada.Page.Locator("#live")).ToHaveTextAsync("Live");
        var fetched = 0;
        ada.Page.Request += (_, request) => fetched += IsRefresh(request) ? 1 : 0;

        await ada.FillsAsync("What do you see", "restarted by me");
        await ada.PressesAsync("Add");
        await ada.SeesAsync("restarted by me");
        await ada.Page.WaitForFunctionAsync("heard.some(e => e.includes('entry-recorded'))");
        await ada.Page.Clock.FastForwardAsync(5_000);
        // Whatever was to be fetched is asked for by now.
        await ada.Page.EvaluateAsync("fetch('/api/me')");

        fetched.ShouldBe(0);
    }

    /// <summary>An engagement leaves the version of the incident as it is.</summary>
    [Fact]
    public async Task What_does_not_move_the_version_is_fetched_too()
    {
        var incident = await OpenedAsync("Engaged later");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(ada.Page.Locator("#live")).ToHaveTextAsync("Live");

        await product.Api.DoAsync(incident, "engagements", new { team = "Night keepers" });

        await ada.SeesAsync("Night keepers");
    }

    [Fact]
    public async Task A_page_that_is_older_than_an_event_is_fetched_until_it_shows_it()
    {
        var incident = await OpenedAsync("Late lines");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(ada.Page.Locator("#live")).ToHaveTextAsync("Live");
        var old = await ada.Page.EvaluateAsync<string>(
            "async () => (await fetch(location.href, { headers: { Accept: 'text/html' } })).text()"
        );
        var late = 2;
        await ada.Page.RouteAsync(
            $"**/incidents/{incident}",
            route =>
                IsRefresh(route.Request) && late-- > 0
                    ? route.FulfillAsync(new() { Body = old, ContentType = "text/html" })
                    : route.ContinueAsync()
        );

        await product.Api.DoAsync(incident, "acknowledge");

        await Assertions
            .Expect(ada.Page.Locator("#incident-head"))
            .ToContainTextAsync("Acknowledged");
        late.ShouldBeLessThanOrEqualTo(0);
    }

    [Fact]
    public async Task A_lost_connection_is_said_and_what_was_missed_is_caught_up()
    {
        var incident = await product.Api.OpenIncidentAsync("Queue grows");
        await using var ada = await product.SomebodyAsync();
        var isCut = true;
        await ada.Page.RouteAsync(
            "**/live?**",
            route => isCut ? route.AbortAsync() : route.ContinueAsync()
        );
        await ada.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(ada.Page.Locator("#live")).ToContainTextAsync("Connection lost");
        await product.Api.CaptureAsync(incident, "Written while nobody listened");
        isCut = false;
        await Assertions
            .Expect(ada.Page.Locator("#live"))
            .ToHaveTextAsync("Live", new() { Timeout = 20_000 });
        await ada.SeesAsync("Written while nobody listened");
    }

    [Theory]
    [InlineData("signed out everywhere")]
    [InlineData("disabled")]
    public async Task An_open_page_says_at_once_that_its_reader_is_signed_out(string how)
    {
        var incident = await product.Api.OpenIncidentAsync("Watched to the end");
        await using var lee = await product.SomebodyAsync(isSignedIn: false);
        await lee.OpensAsync(
            await product.InviteAsync($"lee-{Guid.CreateVersion7():N}@example.org", "responder")
        );
        await lee.FillsAsync("Password", Product.Password);
        await lee.PressesAsync("Create account");
        await lee.Page.WaitForURLAsync(url => !url.Contains("/invitation"));
        await lee.OpensAsync($"/incidents/{incident}");
        await Assertions.Expect(lee.Page.Locator("#live")).ToHaveTextAsync("Live");
        await lee.FillsAsync("What do you see", "half a sente");

        var id = await lee.Page.EvaluateAsync<string>(
            "async () => (await (await fetch('/api/me')).json()).id"
        );
        await (
            how == "disabled"
                ? product.Api.PatchAsync($"/api/users/{id}", new { isDisabled = true })
                : product.Api.DeleteAsync($"/api/users/{id}/sessions")
        );

        await lee.SeesAsync("You are signed out. What you typed is still here");
        await Assertions.Expect(lee.Page.Locator("#live")).ToHaveTextAsync("You are signed out");
        await Assertions
            .Expect(lee.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in in another tab" }))
            .ToBeVisibleAsync();
        await Assertions
            .Expect(lee.Page.Locator("[data-capture]"))
            .ToHaveValueAsync("half a sente");
        lee.Complaints.ShouldNotContain(c => c.Contains("MIME"));
    }

    [Fact]
    public async Task News_asked_for_before_one_went_on_do_not_bring_back_what_one_left()
    {
        var incident = await product.Api.OpenIncidentAsync("Slow news");
        await product.Api.CaptureAsync(incident, "to be corrected");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SettlesAsync();
        var (asked, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await ada.Page.RouteAsync(
            $"**/incidents/{incident}",
            async route =>
            {
                var answer = await route.FetchAsync();
                if (route.Request.ResourceType == "fetch")
                {
                    asked.TrySetResult();
                    await goesOn.Task;
                }

                await route.FulfillAsync(new() { Response = answer });
            }
        );
        await product.Api.CaptureAsync(incident, "the news");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(15));
        await ada
            .Page.Locator(".entry", new() { HasText = "to be corrected" })
            .GetByRole(AriaRole.Link, new() { Name = "Correct", Exact = true })
            .ClickAsync();
        var text = ada.Page.Locator("#correct-text");
        await text.FillAsync("being corrected");
        goesOn.SetResult();
        await ada.SeesAsync("the news");
        await Assertions.Expect(text).ToHaveValueAsync("being corrected");
    }

    [Fact]
    public async Task Of_a_long_timeline_the_latest_entries_are_shown_and_a_link_finds_the_others()
    {
        var incident = await product.Api.OpenIncidentAsync("Four long days");
        var first = (await product.Api.CaptureAsync(incident, "the very first line"))
            .GetProperty("id")
            .GetString();
        foreach (var lines in Enumerable.Range(1, 350).Chunk(175))
        {
            await product.Api.PostAsync(
                $"/api/incidents/{incident}/timeline/batch",
                new { items = lines.Select(n => new { kind = "observation", text = $"line {n}" }) }
            );
        }

        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SeesAsync("line 350");
        await Assertions.Expect(ada.Page.Locator(".entry")).ToHaveCountAsync(200);
        await ada.DoesNotSeeAsync("the very first line");
        await ada.OpensAsync("/incidents?status=all");
        await ada.OpensAsync($"/incidents/{incident}#e-{first}");
        await ada.SeesAsync("the very first line");
    }

    [Fact]
    public async Task Two_people_write_the_same_notes_and_no_word_is_lost()
    {
        var review = await product.Api.ResolveIntoReviewAsync(
            await product.Api.OpenIncidentAsync("Export failed")
        );
        await using var ada = await product.SomebodyAsync();
        await using var grace = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        await grace.OpensAsync($"/reviews/{review}?step=meet");

        await ada.FillsAsync("Meeting notes", "Ada's words");
        await Assertions.Expect(ada.Page.Locator("#notes-state")).ToContainTextAsync("Saved");
        await grace.FillsAsync("Meeting notes", "Grace's words");
        await Assertions
            .Expect(grace.Page.Locator("#notes-state"))
            .ToContainTextAsync("Merged with changes by");
        await Assertions.Expect(grace.Page.Locator("#notes-state")).ToContainTextAsync("Saved");

        var stored = await product.Api.GetAsync($"/api/reviews/{review}");
        stored.GetProperty("notes").GetString().ShouldBe("Ada's words\nGrace's words");
    }

    [Fact]
    public async Task The_notes_are_saved_before_another_form_is_sent()
    {
        var review = await product.Api.ResolveIntoReviewAsync(
            await product.Api.OpenIncidentAsync("Cache was cold")
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync($"/reviews/{review}?step=meet");
        var factors = ada.Region("Contributing factors");
        await ada.FillsAsync("Factor", "Cold start", factors);
        await ada.FillsAsync("Meeting notes", "typed a moment ago");
        await ada.PressesAsync("Add factor", factors);
        await Assertions.Expect(factors.Locator(".factor")).ToHaveCountAsync(1);
        await Assertions
            .Expect(ada.Page.GetByLabel("Meeting notes"))
            .ToHaveValueAsync("typed a moment ago");
        var stored = await product.Api.GetAsync($"/api/reviews/{review}");
        stored.GetProperty("notes").GetString().ShouldBe("typed a moment ago");
    }

    private static bool IsRefresh(IRequest request) => request.Headers.ContainsKey("pir-refresh");

    /// <summary>An incident whose timeline has begun.</summary>
    private async Task<string> OpenedAsync(string title)
    {
        var incident = await product.Api.OpenIncidentAsync(title);
        await Eventually.Until(
            async () =>
                (await product.Api.GetAsync($"/api/incidents/{incident}/timeline"))
                    .GetProperty("items")
                    .GetArrayLength() > 0,
            description: "the timeline has begun"
        );
        return incident;
    }
}
