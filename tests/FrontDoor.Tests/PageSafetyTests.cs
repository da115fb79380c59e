using Pir.FrontDoor.Tests.Fuzzing;
using Pir.FrontDoor.Tests.Pages;

namespace Pir.FrontDoor.Tests;

/// <summary>
/// What every page promises a browser: no inline script or style, forms with tokens of their own.
/// </summary>
public sealed class PageSafetyTests(FilledProduct filled) : IClassFixture<FilledProduct>
{
    [Fact]
    public async Task No_page_holds_inline_scripts_or_styles()
    {
        filled.Paths.Count.ShouldBeGreaterThan(25);
        foreach (var path in filled.Paths)
        {
            using var page = await filled.Browser.OpenAsync(path);
            HtmlBrowser.BetrayalsOf(page).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task No_form_is_taken_without_its_token_or_with_a_token_of_somebody_else()
    {
        var foreign = await StrangersTokenAsync();
        var tried = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in filled.Paths)
        {
            using var page = await filled.Browser.OpenAsync(path);
            foreach (var form in HtmlBrowser.FormsOf(page))
            {
                HtmlBrowser.TokenOf(form).ShouldNotBeNull($"{path}: {form.Action}");
                var action = HtmlBrowser.ActionOf(form);
                // Signing out without a token leads home, still signed in.
                if (action != "/sign-out" && tried.Add(action))
                {
                    (await filled.Browser.SendAsync(form, token: foreign)).Status.ShouldBe(400);
                    (await filled.Browser.SendAsync(form, token: "")).Status.ShouldBe(400, path);
                }
            }
        }

        tried.Count.ShouldBeGreaterThan(20);
    }

    private async Task<string> StrangersTokenAsync()
    {
        using var stranger = new HtmlBrowser(SignedIn.Browser(filled.Product));
        using var page = await stranger.OpenAsync("/sign-in");
        return HtmlBrowser.TokenOf(HtmlBrowser.FormsOf(page)[0])!;
    }
}
