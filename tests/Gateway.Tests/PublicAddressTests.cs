using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Pir.Gateway.Edge;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>
/// Links and redirects lead to the configured address, or the one listened on; never where the
/// caller's Host header says.
/// </summary>
public sealed class PublicAddressTests
{
    private const string Evil = "evil.example";

    [Fact]
    public async Task An_invitation_leads_to_the_configured_address()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: ("Gateway:PublicUrl", "https://ops.example.org/pir/")
        );

        (await InviteAsync(gateway)).ShouldStartWith(
            "https://ops.example.org/pir/invitation?token="
        );
    }

    [Theory]
    [InlineData("Gateway:PathBase", "/pir", null)]
    [InlineData("Gateway:TrustedProxies:0", "127.0.0.1", "/pir")]
    public async Task Where_that_names_no_path_it_leads_below_the_base_path(
        string setting,
        string value,
        string? prefix
    )
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: [("Gateway:PublicUrl", "https://ops.example.org"), (setting, value)]
        );

        var link = prefix is null
            ? await InviteAsync(gateway)
            : await InviteAsync(gateway, ("X-Forwarded-Prefix", prefix));

        link.ShouldStartWith("https://ops.example.org/pir/invitation?token=");
    }

    [Theory]
    [InlineData("/pir/", "https://ops.example.org/pir")]
    [InlineData("/pir", "https://ops.example.org/")]
    [InlineData("/piré", "https://ops.example.org/piré/")]
    [InlineData("", "https://ops.example.org/pir")]
    public void A_path_may_be_said_twice(string path, string url) =>
        Check(path, url).Succeeded.ShouldBeTrue();

    [Fact]
    public void Two_paths_that_differ_stop_the_start() =>
        Check("/pir", "https://ops.example.org/ops")
            .FailureMessage!.ShouldContain(
                "Gateway:PathBase and the path of Gateway:PublicUrl must be the same"
            );

    [Fact]
    public async Task Without_one_it_leads_to_the_address_listened_on()
    {
        await using var gateway = await GatewayDriver.StartAsync();

        (await InviteAsync(gateway)).ShouldStartWith($"{gateway.Address}invitation?token=");
    }

    [Fact]
    public async Task What_a_trusted_proxy_repeats_of_the_caller_is_not_believed_either()
    {
        await using var gateway = await GatewayDriver.StartAsync(
            settings: ("Gateway:TrustedProxies:0", "127.0.0.1")
        );

        (await InviteAsync(gateway, ("X-Forwarded-Host", Evil))).ShouldStartWith(
            $"{gateway.Address}invitation?token="
        );
    }

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in_here()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var stranger = gateway.Browser();
        using var request = FromEvil(HttpMethod.Get, "/incidents?status=all");

        using var answer = await stranger.Client.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer
            .Headers.Location!.ToString()
            .ShouldBe("/sign-in?returnUrl=%2Fincidents%3Fstatus%3Dall");
    }

    [Fact]
    public async Task The_services_are_told_the_address_and_not_what_the_caller_says()
    {
        await using var gateway = await GatewayDriver.StartAsync();
        using var script = gateway.Script();
        using var request = FromEvil(HttpMethod.Get, "/api/incidents");
        request.Headers.Add("X-Pir-Public-Address", "https://" + Evil);

        var told = await (await script.SendAsync(request)).JsonAsync(HttpStatusCode.OK);

        told.GetProperty("publicAddress")
            .GetString()
            .ShouldBe(gateway.Address.ToString().TrimEnd('/'));
    }

    [Fact]
    public async Task The_provider_is_asked_to_send_people_back_here()
    {
        var port = FreePort.Next();
        await using var gateway = await GatewayDriver.StartAsync(
            settings:
            [
                ("Identity:Oidc:Authority", $"http://127.0.0.1:{port}"),
                ("Identity:Oidc:ClientId", OidcProvider.ClientId),
                ("Identity:Oidc:ClientSecret", OidcProvider.ClientSecret),
                ("Identity:Oidc:DefaultRole", "Viewer"),
            ]
        );
        await using var provider = await OidcProvider.StartAsync(port, gateway.Address);
        using var riley = gateway.Browser();
        using var request = FromEvil(HttpMethod.Get, "/sign-in/provider");

        using var challenge = await riley.Client.SendAsync(request);

        var asked = challenge.Headers.Location!.ToString();
        asked.ShouldContain(
            "redirect_uri=" + Uri.EscapeDataString($"{gateway.Address}sign-in/callback")
        );
        asked.ShouldNotContain(Evil);
    }

    private static ValidateOptionsResult Check(string path, string url) =>
        new GatewayOptionsRules().Validate(null, new() { PathBase = path, PublicUrl = url });

    private static async Task<string> InviteAsync(
        GatewayDriver gateway,
        params (string Name, string Value)[] headers
    )
    {
        using var script = gateway.Script();
        using var request = FromEvil(HttpMethod.Post, "/api/users");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        request.Content = JsonContent.Create(
            new
            {
                name = "Riley",
                email = "riley@example.com",
                role = "viewer",
            }
        );
        var invited = await (await script.SendAsync(request)).JsonAsync(HttpStatusCode.Created);
        return invited.GetProperty("invitationUrl").GetString()!;
    }

    private static HttpRequestMessage FromEvil(HttpMethod method, string path) =>
        new(method, path) { Headers = { Host = Evil } };
}
