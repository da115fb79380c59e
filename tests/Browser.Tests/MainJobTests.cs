using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>The product's main job, done by people in a browser.</summary>
[Collection(ProductCollection.Name)]
public sealed class MainJobTests(Product product)
{
    [Fact]
    public async Task From_a_first_line_at_night_to_a_published_review()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/incidents/new");
        await ada.FillsAsync("What is wrong?", "Card payments fail");
        await ada.ChoosesAsync("Severity", "SEV1, Critical");
        await ada.FillsAsync("Service", "payments");
        await ada.PressesAsync("Open the incident");
        await ada.SeesTitleAsync("Card payments fail");
        await ada.SeesAsync("None yet");
        await ada.SettlesAsync();
        await ada.DoesNotSeeAsync("Contributing factors");

        await ada.PressesAsync("Acknowledge");
        await ada.SeesAsync("Incident acknowledged.");
        await ada.PressesAsync("Take the lead");
        await Assertions
            .Expect(ada.Page.Locator(".head__facts"))
            .ToContainTextAsync(Product.Person);
        await ada.CapturesAsync("Errors began with deploy 4711");
        await ada.CapturesAsync("Roll back to 4710", "Decision");
        await ada.UnfoldsAsync("Resolve…");
        await ada.FillsAsync("What fixed it", "The rollback");
        await ada.PressesAsync("Resolve");
        await ada.SeesAsync("The review is open.");
        await ada.FollowsAsync("Go to the review");

        await ReviewsAsync(ada);
        await ada.SeesTitleAsync("Card payments fail");
        await ada.SeesAsync("A deployment doubled the connections");
        await ada.SeesAsync("Nobody sees how full the pool is");
        await Assertions.Expect(ada.Page.Locator(".prose strong")).ToHaveTextAsync("pool");
        ada.Complaints.ShouldBeEmpty();
    }

    private static async Task ReviewsAsync(Reader ada)
    {
        await ada.SeesAsync("Before the meeting");
        await ada.FollowsAsync("Report");
        await ada.SeesAsync("Still missing:");
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Publish review" }))
            .ToBeDisabledAsync();
        await ada.FollowsAsync("Meet");
        var notes = ada.Region("Notes");
        await ada.FillsAsync("Meeting notes", "The **pool** ran dry.", notes);
        await Assertions.Expect(ada.Page.Locator("#notes-state")).ToContainTextAsync("Saved");

        var factors = ada.Region("Contributing factors");
        await ada.FillsAsync("Factor", "Nobody sees how full the pool is", factors);
        await ada.ChoosesAsync("Category", "Monitoring", factors);
        await ada.PressesAsync("Add factor", factors);
        await Assertions.Expect(factors.Locator(".factor")).ToHaveCountAsync(1);

        var actions = ada.Region("Actions");
        await ada.FillsAsync("Action", "Alert on the pool", actions);
        await ada.ChoosesAsync("Type", "Detective", actions);
        await ada.PressesAsync("Add action", actions);
        await Assertions.Expect(actions.Locator(".factor")).ToHaveCountAsync(1);

        await ada.FollowsAsync("Report");
        var summary = ada.Region("Summary");
        await ada.FillsAsync("What happened", "A deployment doubled the connections", summary);
        await ada.PressesAsync("Publish review");
        await ada.Page.WaitForURLAsync("**/published/**");
    }

    [Fact]
    public async Task An_action_is_taken_and_done()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/actions");
        await ada.UnfoldsAsync("Add action…");
        await ada.FillsAsync("What needs to be done", "Rehearse the rollback");
        await ada.PressesAsync("Add action");
        await ada.SeesTitleAsync("Rehearse the rollback");
        await ada.UnfoldsAsync("Assign…");
        await ada.PressesAsync("Assign");
        await ada.SeesAsync("Due in");
        await ada.OpensAsync("/");
        await ada.SeesAsync("Rehearse the rollback");
        await ada.FollowsAsync("Rehearse the rollback");
        await ada.UnfoldsAsync("Complete…");
        await ada.PressesAsync("Complete");
        await ada.SeesAsync("Action completed.");
    }

    [Fact]
    public async Task A_source_is_added_tested_and_seen_to_work()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/sources");
        await ada.FillsAsync("Name", "Production Alertmanager", ada.Region("Add a source"));
        await ada.PressesAsync("Add source");
        await ada.SeesAsync("The address is ready");
        var url = await ada.Page.Locator("#webhook-url").InputValueAsync();
        url.ShouldStartWith(product.Address.ToString() + "webhooks/alertmanager/");
        await ada.PressesAsync("Send a test");
        await ada.SeesAsync("1 alert accepted");
    }

    [Fact]
    public async Task A_subscription_shows_its_secret_once()
    {
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/subscriptions");
        await ada.FillsAsync("Address", "http://127.0.0.1:9/hook");
        await ada.FillsAsync("Name", "Forum bot");
        await ada.PressesAsync("Add subscription");
        await Assertions.Expect(ada.Page.Locator("#secret")).ToBeVisibleAsync();
        (await ada.Page.Locator("#secret").InputValueAsync()).ShouldStartWith("whsec_");
        await ada.OpensAsync("/subscriptions");
        await ada.FollowsAsync("Forum bot");
        await Assertions.Expect(ada.Page.Locator("#secret")).ToHaveCountAsync(0);
    }
}
