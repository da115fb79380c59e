using System.Net;
using System.Text.RegularExpressions;

namespace Pir.Gateway.Tests;

/// <summary>
/// Scripts and other sites cannot read cookies, nor can anybody on the network if a proxy uses TLS.
/// </summary>
public sealed partial class CookieTests
{
    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public async Task Cookies_are_guarded(string scheme)
    {
        await using var gateway = await GatewayDriver.StartAsync(
            Product.Sqlite,
            null,
            ("Gateway:TrustedProxies:0", "127.0.0.1"),
            ("Gateway:TrustedProxies:1", "::1")
        );
        (await gateway.SetUpAsync()).Dispose();
        using var browser = new HttpClient(
            new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }
        )
        {
            BaseAddress = gateway.Address,
        };
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);

        using var page = await browser.GetAsync("/sign-in");
        var given = CookiesOf(page);
        using var signedIn = await SignInAsync(browser, page, given);

        signedIn.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var session = CookiesOf(signedIn)
            .Single(c => c.StartsWith("pir=", StringComparison.Ordinal));
        string[] cookies = [.. given, session];
        cookies.Length.ShouldBeGreaterThan(1);
        cookies.ShouldAllBe(c => c.Contains("; httponly", StringComparison.OrdinalIgnoreCase));
        cookies.ShouldAllBe(c => c.Contains("; samesite=", StringComparison.OrdinalIgnoreCase));
        cookies.ShouldAllBe(c =>
            c.Contains("; secure", StringComparison.OrdinalIgnoreCase) == (scheme == "https")
        );
        signedIn.Headers.Contains("Strict-Transport-Security").ShouldBe(scheme == "https");
    }

    private static async Task<HttpResponseMessage> SignInAsync(
        HttpClient browser,
        HttpResponseMessage page,
        string[] cookies
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([
                new(
                    "__RequestVerificationToken",
                    Token().Match(await page.Content.ReadAsStringAsync()).Groups["v"].Value
                ),
                new("email", "ada@example.com"),
                new("password", GatewayDriver.Password),
            ]),
        };
        request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => c.Split(';')[0])));
        return await browser.SendAsync(request);
    }

    private static string[] CookiesOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\"[^>]*value=\"(?<v>[^\"]*)\"",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Token();
}
