using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Pir.Gateway.Edge;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>
/// The product below a path: with a proxy that removes the path and reports it, and with one that
/// keeps it.
/// </summary>
public sealed class BasePathTests
{
    [Theory]
    [InlineData("""<a href="/incidents">I</a>""", """<a href="/pir/incidents">I</a>""")]
    [InlineData("""<a class=x href='/'>H</a>""", """<a class=x href='/pir/'>H</a>""")]
    [InlineData("""<a href=/reviews>R</a>""", """<a href=/pir/reviews>R</a>""")]
    [InlineData(
        """<form action="/x" data-live="/y">""",
        """<form action="/pir/x" data-live="/pir/y">"""
    )]
    [InlineData("""<FORM ACTION="/x">""", """<FORM ACTION="/pir/x">""")]
    [InlineData("""<img alt="a > b" src="/i" />""", """<img alt="a > b" src="/pir/i" />""")]
    [InlineData(
        """<script>if (a<b) x='<a href="/n">'</script><a href="/y">""",
        """<script>if (a<b) x='<a href="/n">'</script><a href="/pir/y">"""
    )]
    [InlineData("""<a href="/a"><a href="/b">""", """<a href="/pir/a"><a href="/pir/b">""")]
    public void An_address_gets_the_path(string html, string expected) =>
        BasePathHtml.Rewrite(html, "/pir").ShouldBe(expected);

    [Theory]
    [InlineData("""<a href="//elsewhere.example/x">""")]
    [InlineData("""<a href="https://elsewhere.example/x">""")]
    [InlineData("""<a href="#main">""")]
    [InlineData("""<a href="?status=all">""")]
    [InlineData("""<input value="/incidents">""")]
    [InlineData("""<!-- <a href="/x"> -->""")]
    [InlineData("""<textarea><a href="/x"></textarea>""")]
    [InlineData("""1 < 2, href="/x" >""")]
    [InlineData("""&lt;a href="/x"&gt;""")]
    [InlineData("""<a href="/""")]
    [InlineData("""<""")]
    public void Everything_else_stays(string html) =>
        BasePathHtml.Rewrite(html, "/pir").Replace("/pir/", "/").ShouldBe(html);

    [Theory]
    [InlineData("Gateway:PathBase", "/pir", "/pir/sign-in", null)]
    [InlineData("Gateway:PathBase", "/pir/", "/sign-in", null)]
    [InlineData("Gateway:PublicUrl", "https://ops.example.org/pir", "/pir/sign-in", null)]
    [InlineData("Gateway:TrustedProxies:0", "127.0.0.1", "/sign-in", "/pir")]
    [InlineData("Gateway:TrustedProxies:0", "127.0.0.1", "/sign-in", "/pir/")]
    public async Task A_page_stays_below_it(
        string setting,
        string value,
        string path,
        string? prefix
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(settings: (setting, value));
        using var browser = BelowPrefix(gateway, prefix);

        using var page = await browser.Client.GetAsync(path);

        var html = await page.Content.ReadAsStringAsync();
        html.ShouldContain("action=\"/pir/sign-in\"");
        html.ShouldContain("href=\"/pir/assets/");
        page.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("path=/pir;"));
    }

    [Fact]
    public async Task Redirects_and_a_form_stay_below_it()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: ("Gateway:PathBase", "/pir")
        );
        using var stranger = gateway.Browser();
        (await stranger.Client.GetAsync("/pir/incidents?status=all"))
            .Headers.Location!.ToString()
            .ShouldBe("/pir/sign-in?returnUrl=%2Fincidents%3Fstatus%3Dall");
        (await gateway.SetUpAsync(below: "/pir")).Dispose();
        using var browser = gateway.Browser();

        using var answer = await browser.SubmitAsync(
            "/pir/sign-in?returnUrl=%2Fincidents",
            "/pir/sign-in",
            ("email", "ada@example.com"),
            ("password", GatewayDriver.Password)
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/pir/incidents");
        answer.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("path=/pir;"));
        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/pir/api/me");
        me.GetProperty("email").GetString().ShouldBe("ada@example.com");
    }

    [Fact]
    public async Task A_new_password_and_the_door_of_passkeys_lead_below_it()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: ("Gateway:PathBase", "/pir")
        );
        using var ada = await gateway.SetUpAsync(below: "/pir");
        var me = await ada.Client.GetFromJsonAsync<JsonElement>("/pir/api/me");
        using var script = gateway.Script();
        var id = me.GetProperty("id").GetGuid();
        var made = await (await script.PostAsync($"/api/users/{id}/invite", null)).JsonAsync();
        var link = new Uri(made.GetProperty("invitationUrl").GetString()!).PathAndQuery;
        using var browser = gateway.Browser();

        using var set = await browser.SubmitAsync(
            link,
            "/pir/new-password",
            ("password", "nine pelicans near the lock")
        );
        using var door = await browser.Client.GetAsync("/pir/sign-in/passkey");

        link.ShouldStartWith("/pir/new-password?token=");
        set.Headers.Location!.ToString().ShouldBe("/pir/");
        door.Headers.Location!.ToString().ShouldBe("/pir/sign-in");
    }

    [Fact]
    public async Task Whoever_comes_back_from_single_sign_on_stays_below_it()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings:
            [
                .. SteeredProvider.Settings(FreePort.Next()), // Nothing is running there.
                ("Gateway:PathBase", "/pir"),
            ]
        );
        using var browser = gateway.Browser();

        using var begun = await browser.Client.GetAsync("/pir/sign-in/provider");
        using var back = await browser.Client.GetAsync("/pir/sign-in/callback?code=c&state=s");

        begun.Headers.Location!.ToString().ShouldBe("/pir/sign-in?refused=unreachable");
        back.Headers.Location!.ToString().ShouldStartWith("/pir/sign-in?refused=");
    }

    [Fact]
    public async Task The_bare_error_and_the_document_of_the_API_know_it_too()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: ("Gateway:PathBase", "/pir")
        );
        using var script = gateway.Script();
        script.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        (
            await (await script.GetAsync("/pir/nothing-here")).Content.ReadAsStringAsync()
        ).ShouldContain("href=\"/pir/");
        var document = await script.GetFromJsonAsync<JsonElement>("/pir/openapi/gateway.json");
        document.GetProperty("servers")[0].GetProperty("url").GetString().ShouldBe("/pir");
    }

    [Fact]
    public async Task A_stranger_cannot_choose_it()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var browser = BelowPrefix(gateway, "/evil");

        var html = await browser.Client.GetStringAsync("/sign-in");

        html.ShouldNotContain("/evil");
    }

    private static Browser BelowPrefix(GatewayDriver gateway, string? prefix)
    {
        var browser = gateway.Browser();
        if (prefix is not null)
        {
            browser.Client.DefaultRequestHeaders.Add("X-Forwarded-Prefix", prefix);
        }

        return browser;
    }
}
