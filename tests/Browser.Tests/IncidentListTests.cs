using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>The list of incidents: filters, saved views and live updates.</summary>
[Collection(ProductCollection.Name)]
public sealed class IncidentListTests(Product product)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Filters_are_saved_as_a_view_and_forgotten_again(bool withScripts)
    {
        var service = withScripts ? "view-with" : "view-without";
        await product.Api.OpenIncidentAsync($"In {service}", "sev1", service);
        await product.Api.OpenIncidentAsync($"Minor in {service}", "sev4", service);
        await using var ada = await product.SomebodyAsync(withScripts: withScripts);
        await ada.OpensAsync("/incidents");
        await ada.UnfoldsAsync("Service");
        await ada.FollowsAsync(service);
        await ada.UnfoldsAsync("Severity");
        await ada.FollowsAsync("SEV1");
        await Assertions.Expect(Items(ada)).ToHaveTextAsync([$"In {service}"]);
        await ada.UnfoldsAsync("Save view…");
        await ada.FillsAsync("View name", "Bad in " + service);
        await ada.PressesAsync("Save view");
        await ada.SeesAsync("View saved.");

        await ada.OpensAsync("/incidents");
        await ada.FollowsAsync("Bad in " + service);
        await Assertions.Expect(Items(ada)).ToHaveTextAsync([$"In {service}"]);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Remove view" }).ClickAsync();
        await ada.SeesAsync("View removed.");
        await Assertions.Expect(Items(ada)).ToHaveTextAsync([$"In {service}"]);
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Bad in " + service }))
            .ToHaveCountAsync(0);
    }

    [Fact]
    public async Task News_arrive_without_moving_the_reader_who_walks_by_key()
    {
        await product.Api.OpenIncidentAsync("Stays under the finger", service: "walked");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/incidents?service=walked");
        await ada.SettlesAsync();
        await ada.TypesAsync("j");
        await product.Api.OpenIncidentAsync("Arrives above", "sev1", "walked");
        await Assertions.Expect(Items(ada)).ToHaveCountAsync(2, new() { Timeout = 15_000 });
        await Assertions
            .Expect(ada.Page.Locator(".item.is-at .item__title"))
            .ToHaveTextAsync("Stays under the finger");
        await Assertions
            .Expect(ada.Page.Locator(".item__title:focus"))
            .ToHaveTextAsync("Stays under the finger");
        await ada.TypesAsync("k");
        await ada.TypesAsync("Enter");
        await ada.SeesTitleAsync("Arrives above");
    }

    [Fact]
    public async Task The_list_narrows_by_every_filter_and_sorts_by_severity()
    {
        await product.Api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Real one",
                severity = "sev3",
                service = "narrow",
                team = "narrows",
                detectionSource = "customerReport",
            }
        );
        await product.Api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Worst one",
                severity = "sev1",
                service = "narrow",
                team = "narrows",
            }
        );
        await product.Api.PostAsync(
            "/api/incidents",
            new
            {
                title = "Practised one",
                severity = "sev2",
                service = "narrow",
                isDrill = true,
            }
        );
        await using var ada = await product.SomebodyAsync();
        await ListsAsync("", "Practised one", "Worst one", "Real one");
        await ListsAsync("&sort=severity", "Worst one", "Practised one", "Real one");
        await ListsAsync("&team=narrows", "Worst one", "Real one");
        await ListsAsync("&source=customerReport", "Real one");
        await ListsAsync("&drill=yes", "Practised one");
        await ListsAsync("&drill=no", "Worst one", "Real one");
        await ada.FollowsAsync("Clear filters");
        ada.Path.ShouldBe("/incidents");

        async Task ListsAsync(string filter, params string[] titles)
        {
            await ada.OpensAsync("/incidents?service=narrow" + filter);
            await Assertions.Expect(Items(ada)).ToHaveTextAsync(titles);
        }
    }

    [Fact]
    public async Task A_laptop_shows_fourteen_rows()
    {
        for (var n = 1; n <= 15; n++)
        {
            await product.Api.OpenIncidentAsync($"Row {n} of the list", "sev2", "dense");
        }

        await using var ada = await product.SomebodyAsync();
        await ada.Page.SetViewportSizeAsync(1440, 900);
        await ada.OpensAsync("/incidents?service=dense");

        var box = await ada.Page.Locator(".list > .item").Nth(13).BoundingBoxAsync();

        (box!.Y + box.Height).ShouldBeLessThanOrEqualTo(900);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Selected_incidents_are_changed_and_changed_back(bool withScripts)
    {
        var service = withScripts ? "bulk-with" : "bulk-without";
        await product.Api.OpenIncidentAsync("First of two", "sev1", service);
        await product.Api.OpenIncidentAsync("Second of two", "sev4", service);
        await using var ada = await product.SomebodyAsync(withScripts: withScripts);
        await ada.OpensAsync("/incidents?service=" + service);
        await ada.Page.Locator(".item__pick").Nth(0).CheckAsync();
        await ada.UnfoldsAsync("Change selected…");
        await ada.Page.Locator("#bulk-severity").SelectOptionAsync("SEV3");
        await ada.PressesAsync("Change");

        await ada.SeesAsync("1 incident changed.");
        await Assertions
            .Expect(ada.Page.Locator(".list .item").Filter(new() { HasText = "SEV3" }))
            .ToHaveCountAsync(1);
        await ada.PressesAsync("Undo");
        await Assertions
            .Expect(ada.Page.Locator(".list .item").Filter(new() { HasText = "SEV3" }))
            .ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_row_stays_picked_while_the_list_refreshes()
    {
        var incident = await product.Api.OpenIncidentAsync("Picked", "sev1", "bulk-live");
        await using var ada = await product.SomebodyAsync();
        await ada.OpensAsync("/incidents?service=bulk-live");
        await ada.SettlesAsync();
        var pick = ada.Page.Locator(".item__pick");
        await pick.CheckAsync();

        await product.Api.DoAsync(incident, "severity", new { severity = "sev4" });

        await Assertions
            .Expect(ada.Page.Locator(".list .item").Filter(new() { HasText = "SEV4" }))
            .ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await Assertions.Expect(pick).ToBeCheckedAsync();
    }

    private static ILocator Items(Reader reader) => reader.Page.Locator(".list .item__title");
}
