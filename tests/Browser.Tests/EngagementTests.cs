using Pir.Browser.Tests.Drivers;
using Pir.Contracts.Api;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>Who is called, and who answers (A3, A5).</summary>
[Collection(ProductCollection.Name)]
public sealed class EngagementTests(Product product)
{
    [Fact]
    public async Task A_team_is_called_by_a_rule_and_answers_with_one_tap_on_a_phone_A3()
    {
        await product.Api.PostAsync(
            "/api/engagement/escalations",
            new EscalationPolicyRequest
            {
                Name = "Vault",
                Teams = ["Vault keepers"],
                Steps = [new(15, "Platform on-call")],
            }
        );
        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync("/engagement");
        await ada.UnfoldsAsync("Add a rule…");
        var form = ada.Page.Locator("#form-rule-new");
        await ada.FillsAsync("Name", "Vault", form);
        await ada.FillsAsync("Services", "vault", form);
        await ada.FillsAsync("Teams to engage", "Vault keepers", form);
        await ada.PressesAsync("Add rule");
        await ada.SeesAsync("engages Vault keepers");

        var incident = await product.Api.OpenIncidentAsync("Vault is sealed", "sev1", "vault");
        await Eventually.Until(async () =>
            (await product.Api.GetAsync($"/api/incidents/{incident}/engagements"))
                .GetProperty("engagements")
                .GetArrayLength() == 1
        );
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SeesAsync("escalates to Platform on-call");
        await ada.SettlesAsync();
        await Picture.TakeAsync(ada, "engaged-360");
        (
            await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")
        ).ShouldBeTrue("nothing is wider than the phone");
        await ada.PressesAsync("Acknowledge for Vault keepers");

        await ada.SeesAsync("acknowledged for Vault keepers");
        await ada.OpensAsync("/engagement");
        await Picture.TakeAsync(ada, "engagement-360");
        ada.Complaints.ShouldBeEmpty();
    }
}
