using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>
/// The product below a path of a reverse proxy: everything that a page shows, loads, sends or
/// follows stays below that path.
/// </summary>
[Collection(ProductCollection.Name)]
public sealed class BasePathTests(Drivers.Product product)
{
    // Everything that begins with a slash in any attribute, except for values of forms and a
    // script's own words and keys.
    private const string OwnPaths = """
        () => [...document.querySelectorAll('*')].flatMap(element => [...element.attributes]
          .filter(a => /^\/(?!\/)/.test(a.value) && !['value', 'data-command', 'data-shortcut', 'd'].includes(a.name))
          .map(a => `${a.name}=${a.value}`))
        """;

    [Fact]
    public async Task No_page_leads_out_of_its_path()
    {
        var sample = await product.SampleAsync();
        await using var proxy = await PathProxy.StartAsync(product.Address);
        await using var ada = await product.SomebodyAsync();
        var wrong = new List<string>();
        foreach (var (name, path) in sample.Pages)
        {
            await ada.OpensAsync(proxy.Address + PathProxy.Path[1..] + path);
            var paths = await ada.Page.EvaluateAsync<string[]>(OwnPaths);
            wrong.AddRange(paths.Where(p => !IsInside(p)).Select(p => $"{name}: {p}"));
            if (new Uri(ada.Page.Url).AbsolutePath is var at && !at.StartsWith(PathProxy.Path))
            {
                wrong.Add($"{name}: redirected to {at}");
            }
        }

        wrong.ShouldBeEmpty();
        proxy.Escaped.ShouldBeEmpty();
        ada.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_signs_in_and_works_below_it()
    {
        await using var proxy = await PathProxy.StartAsync(product.Address);
        await using var ada = await product.SomebodyAsync(isSignedIn: false);
        await ada.OpensAsync(proxy.Address + "pir/incidents/new");
        ada.Path.ShouldBe("/pir/sign-in?returnUrl=%2Fincidents%2Fnew");
        await ada.FillsAsync("E-mail", Drivers.Product.Email);
        await ada.FillsAsync("Password", Drivers.Product.Password);
        await ada.PressesAsync("Sign in");
        await ada.Page.WaitForURLAsync(url => url.EndsWith("/pir/incidents/new"));

        await ada.FillsAsync("What is wrong?", "Behind a proxy");
        await ada.FillsAsync("Service", "proxied");
        await ada.PressesAsync("Open the incident");
        await ada.SeesTitleAsync("Behind a proxy");
        ada.Path.ShouldStartWith("/pir/incidents/INC-");
        await ada.CapturesAsync("Written below a path");
        // The event stream works, at its own address.
        await ada.SeesAsync("Live");
        await ada.Page.Keyboard.PressAsync("Control+k");
        await ada.Page.Locator("#palette-input").FillAsync("Behind a proxy");
        await ada.Page.Locator("#palette-found [role=option]").First.ClickAsync();
        await ada.SeesTitleAsync("Behind a proxy");

        proxy.Escaped.ShouldBeEmpty();
        (await ada.Page.Context.CookiesAsync()).ShouldAllBe(c => c.Path == PathProxy.Path);
        ada.Complaints.ShouldBeEmpty();
    }

    private static bool IsInside(string attribute)
    {
        var path = attribute[(attribute.IndexOf('=') + 1)..];
        return (path == PathProxy.Path || path.StartsWith(PathProxy.Path + "/"))
            && !path.StartsWith(PathProxy.Path + PathProxy.Path + "/");
    }
}
