using Microsoft.Playwright;
using Pir.Testing;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// A person at a browser, who opens, reads, fills and clicks. Console errors of the page are
/// recorded.
/// </summary>
public sealed class Reader : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    private Reader(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (
                message.Type == "error"
                && !message.Text.Contains("status of 4", StringComparison.Ordinal)
            )
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>
    /// Script errors and refused resources; a policy that forbids inline scripts speaks up here.
    /// </summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public string Path => new Uri(Page.Url).PathAndQuery;

    public static async Task<Reader> AtAsync(IBrowserContext context) =>
        new(await context.NewPageAsync());

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    /// <summary>
    /// Opens a page once the forms sent so far are answered: a person waits for that too, and
    /// leaving earlier would take the request back.
    /// </summary>
    public async Task<IResponse?> OpensAsync(string path)
    {
        await Assertions
            .Expect(Page.Locator("form[id].htmx-request"))
            .ToHaveCountAsync(0, new() { Timeout = 15_000 });
        return await Page.GotoAsync(path);
    }

    public Task SeesAsync(string text) =>
        Assertions.Expect(Page.GetByText(text).First).ToBeVisibleAsync(new() { Timeout = 15_000 });

    /// <summary>For a text that a page without live updates shows a little later.</summary>
    public Task SeesOnceReloadedAsync(string text) =>
        Eventually.Until(
            async () =>
            {
                await Page.ReloadAsync();
                return await Page.GetByText(text).CountAsync() > 0;
            },
            description: $"the page says {text}"
        );

    public Task DoesNotSeeAsync(string text) =>
        Assertions.Expect(Page.GetByText(text)).ToHaveCountAsync(0);

    public Task SeesTitleAsync(string title) =>
        Assertions
            .Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync(title);

    /// <summary>
    /// Fills the field with this label, inside a named region where the label alone is not enough.
    /// </summary>
    public Task FillsAsync(string label, string text, ILocator? within = null) =>
        Scope(within).GetByLabel(label, new() { Exact = false }).First.FillAsync(text);

    public Task ChoosesAsync(string label, string option, ILocator? within = null) =>
        Scope(within)
            .GetByLabel(label)
            .First.SelectOptionAsync(new SelectOptionValue { Label = option });

    public Task PressesAsync(string button, ILocator? within = null) =>
        Scope(within)
            .GetByRole(AriaRole.Button, new() { Name = button, Exact = true })
            .First.ClickAsync();

    /// <summary>Unfolds a form.</summary>
    public Task UnfoldsAsync(string label, ILocator? within = null) =>
        Scope(within).Locator("summary", new() { HasTextString = label }).First.ClickAsync();

    public Task FollowsAsync(string link) =>
        Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = false }).First.ClickAsync();

    public Task TypesAsync(string keys) => Page.Keyboard.PressAsync(keys);

    /// <summary>Waits for the page's live connection, where it has one.</summary>
    public async Task SettlesAsync()
    {
        if (await Page.Locator("#live").CountAsync() > 0)
        {
            await Assertions
                .Expect(Page.Locator("#live"))
                .ToHaveTextAsync("Live", new() { Timeout = 15_000 });
        }
    }

    public ILocator Region(string name) =>
        Page.GetByRole(AriaRole.Region, new() { Name = name, Exact = true });

    public ILocator Entries => Page.Locator("#timeline .entry");

    /// <summary>Captures a line of the timeline as a responder does.</summary>
    public async Task CapturesAsync(string text, string kind = "Observation")
    {
        var capture = Page.Locator("#capture");
        await UnfoldsCaptureAsync();
        await ChoosesAsync("Kind", kind, capture);
        await FillsAsync("What do you see", text, capture);
        await PressesAsync("Add", capture);
        await Assertions.Expect(Entries.Filter(new() { HasTextString = text })).ToHaveCountAsync(1);
        await Assertions.Expect(Page.Locator("[data-capture]")).ToHaveValueAsync("");
    }

    /// <summary>On a phone, the kind, the time and the rest are behind a button.</summary>
    public async Task UnfoldsCaptureAsync()
    {
        var more = Page.Locator(".capture__more");
        if (await more.IsVisibleAsync() && await more.GetAttributeAsync("aria-expanded") == "false")
        {
            await more.ClickAsync();
        }
    }

    private ILocator Scope(ILocator? within) => within ?? Page.Locator("body");
}
