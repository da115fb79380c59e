using Pir.Browser.Tests.Drivers;
using Pir.Testing;

namespace Pir.Browser.Tests;

/// <summary>Automation rules and the tasks they add (A10).</summary>
[Collection(ProductCollection.Name)]
public sealed class AutomationTests(Product product)
{
    [Fact]
    public async Task A_rule_is_tried_saved_and_adds_a_task_that_is_ticked_A10()
    {
        await product.Api.OpenIncidentAsync("Kiln too hot", "sev2", "kiln");
        await using var ada = await product.SomebodyAsync(width: 360);
        await ada.OpensAsync("/automation/new");
        await ada.FillsAsync("Name", "Kiln");
        await ada.FillsAsync("Services", "kiln");
        await ada.Page.GetByLabel("Step 1").SelectOptionAsync("task");
        await ada.Page.GetByLabel("Text 1").FillAsync("Close the gas valve");
        await ada.PressesAsync("Try on the last 20 incidents");
        await ada.SeesAsync("The rule would run for");
        await ada.SeesAsync("Kiln too hot");
        await Picture.TakeAsync(ada, "automation-trial-360");
        await ada.PressesAsync("Save rule");
        await ada.SeesAsync("adds the task");

        var incident = await product.Api.OpenIncidentAsync("Kiln cold", "sev2", "kiln");
        await Eventually.Until(async () =>
            (await product.Api.GetAsync($"/api/incidents/{incident}/tasks"))
                .GetProperty("items")
                .GetArrayLength() == 1
        );
        await ada.OpensAsync($"/incidents/{incident}");
        await ada.SeesAsync("Close the gas valve");
        await ada.SettlesAsync();
        await Picture.TakeAsync(ada, "tasks-360");
        await ada.PressesAsync("Done: Close the gas valve");
        await ada.SeesAsync("Task done.");
        (
            await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")
        ).ShouldBeTrue("nothing is wider than the phone");
        ada.Complaints.ShouldBeEmpty();
    }
}
