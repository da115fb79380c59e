using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;
using Pir.Testing.Sinks;

namespace Pir.Browser.Tests;

/// <summary>
/// The organizer's main job: a forum subscribes to published reviews, is notified of one, reads it
/// as published, and follows its actions.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class OrganizerMomentTests(Product product)
{
    private const string Title = "Gift cards were sold twice";

    [Fact]
    public async Task A_forum_hears_of_a_review_reads_it_and_follows_its_actions()
    {
        await using var forum = await WebhookSink.StartNewAsync();
        await using var organizer = await product.SomebodyAsync();
        await SubscribesAsync(organizer, forum.At("/hooks/pir"));
        var subscription = organizer.Path;

        var review = await ReviewedAsync();
        await product.Ada.PostAsync($"/api/reviews/{review}/publish", new { });

        await forum.WaitForAsync(
            1,
            r => r.Body.Contains("review.published") && r.Body.Contains(review),
            description: "words of the review"
        );
        await SeesTheDeliveryAsync(organizer, subscription);
        await ReadsAsync(organizer, review);
        await FollowsTheActionAsync(organizer);
        organizer.Complaints.ShouldBeEmpty();
    }

    private static async Task SubscribesAsync(Reader organizer, Uri address)
    {
        await organizer.OpensAsync("/subscriptions");
        await organizer.FillsAsync("Address", address.ToString());
        await organizer.FillsAsync("Name", "Review forum");
        await organizer.PressesAsync("Add subscription");
        await Assertions.Expect(organizer.Page.Locator("#secret")).ToBeVisibleAsync();
        await organizer.OpensAsync("/subscriptions");
        await organizer
            .Page.GetByRole(AriaRole.Link, new() { Name = "Review forum" })
            .Last.ClickAsync();
        await organizer.SeesTitleAsync("Review forum");
    }

    private async Task<string> ReviewedAsync()
    {
        var api = product.Ada;
        var incident = await api.OpenIncidentAsync(Title, service: "vouchers");
        await api.CaptureAsync(incident, "Two customers hold the same code.");
        var review = await api.ResolveIntoReviewAsync(incident);
        await api.PutAsync(
            $"/api/reviews/{review}/summary",
            new { text = "For an hour, **each code** was sold twice." }
        );
        await api.PutAsync(
            $"/api/reviews/{review}/notes",
            new { text = "Codes were drawn twice." }
        );
        await api.PostAsync(
            $"/api/reviews/{review}/factors",
            new { title = "Codes are drawn without a lock", category = "technical" }
        );
        await api.PostAsync(
            $"/api/reviews/{review}/actions",
            new { title = "Draw each code once", type = "preventive" }
        );
        return review;
    }

    private static async Task SeesTheDeliveryAsync(Reader organizer, string subscription)
    {
        await Testing.Eventually.Until(
            async () =>
            {
                await organizer.OpensAsync(subscription);
                return await organizer
                        .Region("Deliveries")
                        .GetByText("review.published")
                        .CountAsync() > 0;
            },
            description: "the delivery is in the log"
        );
    }

    private static async Task ReadsAsync(Reader organizer, string review)
    {
        await organizer.OpensAsync($"/published/{review}");
        await organizer.SeesTitleAsync(Title);
        await organizer.SeesAsync("was sold twice");
        await Assertions
            .Expect(organizer.Page.Locator(".reading strong").First)
            .ToHaveTextAsync("each code");
        await organizer.SeesAsync("Codes are drawn without a lock");
    }

    private static async Task FollowsTheActionAsync(Reader organizer)
    {
        await organizer.OpensAsync("/actions?status=all");
        await organizer.FollowsAsync("Draw each code once");
        await organizer.SeesTitleAsync("Draw each code once");
        await organizer.UnfoldsAsync("Assign…");
        await organizer.PressesAsync("Assign");
        await organizer.SeesAsync("Due in");
        await organizer.OpensAsync("/");
        await organizer.SeesAsync("Draw each code once");
    }
}
