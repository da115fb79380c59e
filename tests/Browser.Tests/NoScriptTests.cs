using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// The main job in a browser without scripts: plain forms, plain pages, from opening an incident to
/// a published review and an assigned action.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class NoScriptTests(Product product)
{
    [Fact]
    public async Task The_main_job_is_done_with_plain_forms()
    {
        await using var ada = await product.SomebodyAsync(withScripts: false);
        await ada.OpensAsync("/incidents/new");
        await ada.FillsAsync("What is wrong?", "Plain forms only");
        await ada.PressesAsync("Open the incident");
        await ada.PressesAsync("Acknowledge");
        await ada.CapturesAsync("The pool is empty");
        await ada.UnfoldsAsync("Resolve…");
        await ada.PressesAsync("Resolve");
        await ada.SeesAsync("Incident resolved.");
        var incident = ada.Path.Split('/')[2].Split('?')[0];
        var review = await ReviewOfAsync(incident);

        await SendsAsync(ada, review, "notes", ("text", "The **pool** ran dry."));
        await SendsAsync(ada, review, "factors", ("title", "The pool had no limit"));
        await SendsAsync(ada, review, "actions", ("title", "Give the pool a limit"));
        await ada.OpensAsync($"/reviews/{review}?step=report");
        await ada.FillsAsync("What happened", "Checkout was down for a minute.");
        await ada.PressesAsync("Publish review");
        await ada.SeesTitleAsync("Plain forms only");
        ada.Path.ShouldStartWith("/published/");
        await ada.SeesAsync("Checkout was down for a minute.");
        await ada.SeesAsync("The pool had no limit");

        await AssignsAsync(ada, "Give the pool a limit");
    }

    private async Task<string> ReviewOfAsync(string incident) =>
        await Testing.Eventually.Get(
            async () =>
            {
                var found = await product.Api.GetAsync($"/api/reviews?incident={incident}");
                var items = found.GetProperty("items");
                return items.GetArrayLength() == 0 ? null : items[0].GetProperty("id").GetString();
            },
            description: "the review opens"
        );

    /// <summary>Fills and sends one of the review's forms, on any of the review's pages.</summary>
    private static async Task SendsAsync(
        Reader ada,
        string review,
        string part,
        params (string Field, string Text)[] fields
    )
    {
        var action = $"/reviews/{review}/{part}";
        var form = ada.Page.Locator($"form[action='{action}'], form[action^='{action}?']").First;
        await ada.OpensAsync($"/reviews/{review}");
        var pages = await ada.Page.EvaluateAsync<string[]>(
            "r => [...document.querySelectorAll(`main a[href^='/reviews/${r}']`)].map(a => "
                + "a.getAttribute('href'))",
            review
        );
        foreach (var page in pages)
        {
            if (await form.CountAsync() > 0)
            {
                break;
            }

            await ada.OpensAsync(page);
        }

        var fold = ada.Page.Locator("details:not([open])", new() { Has = form });
        if (await fold.CountAsync() > 0)
        {
            await fold.First.Locator("summary").First.ClickAsync();
        }

        foreach (var (field, text) in fields)
        {
            await form.Locator($"[name={field}]").FillAsync(text);
        }

        await form.Locator("button[type=submit]").First.ClickAsync();
    }

    private static async Task AssignsAsync(Reader ada, string action)
    {
        await ada.OpensAsync("/actions?status=all");
        await ada.FollowsAsync(action);
        await ada.SeesTitleAsync(action);
        await ada.UnfoldsAsync("Assign…");
        await ada.PressesAsync("Assign");
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Main))
            .ToContainTextAsync(Product.Person);
    }
}
