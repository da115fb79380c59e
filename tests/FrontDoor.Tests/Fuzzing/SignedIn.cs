using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Pir.Testing;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>A browser in which the first administrator is signed in.</summary>
internal static partial class SignedIn
{
    public static async Task<HttpClient> SetUpAsync(Product product)
    {
        var link = await Eventually.Get(
            () =>
                Task.FromResult(
                    SetupLink().Match(product.Console) is { Success: true } m ? m : null
                ),
            description: "a set-up link is printed"
        );
        var browser = Browser(product);
        var page = new HtmlParser().ParseDocument(
            await browser.GetStringAsync(link.Groups["path"].Value)
        );
        var fields = page.QuerySelectorAll("form[method='post' i] input[type='hidden']")
            .ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value") ?? "");
        fields["name"] = "Ada Admin";
        fields["email"] = "ada@example.com";
        fields["password"] = Product.Password;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync("/setup", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>A browser without a signed-in person.</summary>
    public static HttpClient Browser(Product product)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
        {
            BaseAddress = product.Address,
            Timeout = TimeSpan.FromSeconds(60),
        };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "text/html");
        return client;
    }

    [GeneratedRegex(@"Setup: http://[^/]+(?<path>/setup\?token=[\w-]+)", RegexOptions.None, 1000)]
    private static partial Regex SetupLink();
}
