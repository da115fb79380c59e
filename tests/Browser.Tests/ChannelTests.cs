using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;

namespace Pir.Browser.Tests;

/// <summary>Who is told about which incidents, and where (A4).</summary>
[Collection(ProductCollection.Name)]
public sealed class ChannelTests(Product product)
{
    [Fact]
    public async Task A_rule_is_added_tried_and_seen_on_the_incident_it_told_about_A4()
    {
        await product.Api.PostAsync(
            "/api/subscriptions",
            new CreateSubscriptionRequest(
                "Harbour office",
                "http://127.0.0.1:9/hooks/harbour",
                ["action.overdue"]
            )
        );
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/channels");
        await ada.UnfoldsAsync("Add a rule…");
        var form = ada.Page.Locator("#form-channel-new");
        await ada.FillsAsync("Name", "Harbour", form);
        await ada.FillsAsync("Services", "harbour", form);
        await ada.FillsAsync("Audience 1", "Harbour master", form);
        await form.GetByLabel("Subscription 1").SelectOptionAsync(["Harbour office"]);
        await ada.PressesAsync("Add rule");
        await ada.SeesAsync("tells Harbour master by Harbour office");

        await ada.OpensAsync("/channels?severity=sev1&service=harbour&moment=opened");
        await ada.SeesAsync("It would tell:");
        await Picture.TakeAsync(ada, "channels");
        var incident = await product.Api.OpenIncidentAsync("Lock is shut", "sev1", "harbour");
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SeesOnceReloadedAsync("Stakeholders told");
        await ada.SeesAsync("Harbour master");
        await Picture.TakeAsync(ada, "told");
        ada.Complaints.ShouldBeEmpty();
    }
}
