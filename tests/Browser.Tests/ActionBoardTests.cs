using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>The board of actions, by status and age, moved from column to column.</summary>
[Collection(ProductCollection.Name)]
public sealed class ActionBoardTests(Product product)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_card_is_accepted_and_completed_on_the_board(bool withScripts)
    {
        var title = withScripts ? "Board with scripts" : "Board without scripts";
        var reference = await ProposeAsync(title, "board-" + withScripts);
        await using var ada = await product.SomebodyAsync(withScripts: withScripts);
        await ada.OpensAsync($"/actions?view=board&team=board-{withScripts}");
        await Assertions.Expect(Cards(ada, "Proposed")).ToContainTextAsync([title]);
        await ada.SeesAsync("No actions match the filters.");
        var card = ada.Page.Locator("#a-" + reference);
        await Assertions.Expect(card).ToContainTextAsync("Open since today");

        await ada.UnfoldsAsync("Accept…", card);
        await ada.FillsAsync("Assignee", "Grace Hopper", card);
        await ada.PressesAsync($"Accept {reference}", card);
        await Assertions.Expect(Cards(ada, "Accepted")).ToContainTextAsync([title]);
        await Assertions.Expect(card).ToContainTextAsync("Grace Hopper");
        await Assertions.Expect(card).ToContainTextAsync("Due in 1");
        Assert.Contains($"team=board-{withScripts}", ada.Path, StringComparison.Ordinal);

        await ada.PressesAsync($"Complete {reference}", card);
        await Assertions.Expect(Cards(ada, "Completed")).ToContainTextAsync([title]);
        await ada.SeesAsync("Action completed.");
    }

    [Fact]
    public async Task A_refused_step_goes_on_at_the_action_with_what_was_typed()
    {
        var reference = await ProposeAsync("Refused on the board", "refused");
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync("/actions?view=board&team=refused");
        var card = ada.Page.Locator("#a-" + reference);
        await ada.UnfoldsAsync("Accept…", card);
        await ada.FillsAsync("Assignee", "Somebody patient", card);
        await ada.FillsAsync("Due", "2001-01-01T10:00", card);
        await ada.PressesAsync($"Accept {reference}", card);
        await ada.SeesTitleAsync("Refused on the board");
        await Assertions
            .Expect(ada.Page.GetByLabel("Assignee"))
            .ToHaveValueAsync("Somebody patient");
        await Assertions.Expect(ada.Page.Locator(".field__error")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_who_accepted_it_meanwhile_is_not_overruled()
    {
        var reference = await ProposeAsync("Wanted by two", "two");
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync("/actions?view=board&team=two");
        await AssignAsync(reference, TimeSpan.FromDays(3));
        var card = ada.Page.Locator("#a-" + reference);
        await ada.UnfoldsAsync("Accept…", card);
        await ada.FillsAsync("Assignee", "Late Larry", card);
        await ada.PressesAsync($"Accept {reference}", card);
        await ada.SeesTitleAsync("Wanted by two");
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        var action = await product.Api.GetAsync("/api/actions/" + reference);
        Assert.Equal(
            "Grace Hopper",
            action.GetProperty("assignee").GetProperty("name").GetString()
        );
    }

    [Fact]
    public async Task The_board_is_walked_and_moved_by_the_keyboard()
    {
        var first = await ProposeAsync("First by key", "keys");
        await ProposeAsync("Second by key", "keys");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/actions?view=board&team=keys");
        await ada.SettlesAsync();
        await ada.TypesAsync("j");
        await Assertions
            .Expect(ada.Page.Locator(".board__title:focus"))
            .ToHaveTextAsync("First by key");
        await ada.TypesAsync("Tab");
        await ada.TypesAsync("Enter");
        var card = ada.Page.Locator("#a-" + first);
        await ada.TypesAsync("Tab");
        await Assertions.Expect(card.GetByLabel("Assignee")).ToBeFocusedAsync();
        await ada.TypesAsync("Enter");
        await Assertions.Expect(Cards(ada, "Accepted")).ToContainTextAsync(["First by key"]);
        // The focus stays on the moved card. The other one is above it now.
        await ada.TypesAsync("k");
        await ada.TypesAsync("Enter");
        await ada.SeesTitleAsync("Second by key");
    }

    [Fact]
    public async Task Board_or_list_is_remembered_and_late_cards_come_first()
    {
        await ProposeAsync("Not late", "late");
        var late = await ProposeAsync("Late", "late");
        var soon = await ProposeAsync("Soon", "late");
        await AssignAsync(soon, TimeSpan.FromDays(3));
        await AssignAsync(late, TimeSpan.FromSeconds(2));
        await Eventually.Until(
            async () =>
                (await product.Api.GetAsync("/api/actions?team=late&overdue=true"))
                    .GetProperty("items")
                    .GetArrayLength() > 0,
            description: "an action is overdue"
        );
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync("/actions?team=late");
        await ada
            .Page.GetByRole(AriaRole.Link, new() { Name = "Board", Exact = true })
            .ClickAsync();
        await Assertions
            .Expect(Cards(ada, "Accepted").Locator(".board__title"))
            .ToHaveTextAsync(["Late", "Soon"]);
        await Assertions.Expect(Cards(ada, "Accepted").First).ToContainTextAsync("Overdue by");

        await ada.OpensAsync("/actions?team=late");
        await Assertions.Expect(Cards(ada, "Proposed")).ToContainTextAsync(["Not late"]);
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "List", Exact = true }).ClickAsync();
        await ada.OpensAsync("/actions?team=late");
        await Assertions
            .Expect(ada.Page.Locator(".item__title"))
            .ToHaveTextAsync(["Late", "Soon", "Not late"]);
        await ada.FollowsAsync("over 90 days");
        await ada.SeesAsync("No actions match these filters.");
        await ada.FollowsAsync("up to 7 days");
        await ada.FollowsAsync("Overdue");
        await Assertions.Expect(ada.Page.Locator(".item__title")).ToHaveTextAsync(["Late"]);
    }

    [Fact]
    public async Task Who_may_only_read_is_offered_no_step()
    {
        await ProposeAsync("Only to read", "readers");
        var viewer = await product.InviteAsync("board-reader@example.org", "viewer");
        await using var reader = await product.SomebodyAsync(isSignedIn: false);
        await reader.OpensAsync(viewer);
        await reader.FillsAsync("Password", Product.Password);
        await reader.Page.Locator("main form button[type=submit]").ClickAsync();
        await reader.OpensAsync("/actions?view=board&team=readers");
        await Assertions.Expect(Cards(reader, "Proposed")).ToContainTextAsync(["Only to read"]);
        await Assertions
            .Expect(reader.Page.Locator(".board form, .board .ask"))
            .ToHaveCountAsync(0);
    }

    private async Task<string> ProposeAsync(string title, string team)
    {
        var action = await product.Api.PostAsync(
            "/api/actions",
            new
            {
                title,
                type = "preventive",
                team,
            }
        );
        return action.GetProperty("reference").GetString()!;
    }

    private Task AssignAsync(string action, TimeSpan within) =>
        product.Api.PostAsync(
            $"/api/actions/{action}/assign",
            new { assignee = "Grace Hopper", dueAt = TimeProvider.System.GetUtcNow() + within }
        );

    private static ILocator Cards(Reader reader, string column) =>
        reader.Page.Locator($"#column-{column.ToLowerInvariant()} ~ ul .board__card");
}
