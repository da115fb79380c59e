using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Pir.Gateway.Tests;

/// <summary>
/// Addresses that the provider has not verified: trusted if an administrator says so, otherwise
/// connected by the signed-in person.
/// </summary>
public sealed class ProviderLinkTests(ProviderLinkTests.Site site)
    : IClassFixture<ProviderLinkTests.Site>
{
    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public async Task Who_is_signed_in_connects_an_account_whose_address_is_not_verified(
        bool? verified
    )
    {
        var email = NewAddress();
        var claims = Claims(Guid.CreateVersion7().ToString(), email, verified);
        var (local, id) = await site.Gateway.JoinAsync("responder", email);
        using var stranger = site.Gateway.Browser();
        var refused = await site.Provider.SignInAsync(stranger, claims);
        refused.ShouldBe("/sign-in?refused=not-verified");
        (await stranger.Client.GetStringAsync(refused)).ShouldContain("under My account");

        (await ConnectAsync(local, claims)).ShouldBe("/account");

        (await local.Client.GetStringAsync("/account")).ShouldContain(
            "You can sign in with Acme ID"
        );
        (await site.Provider.SignInAsync(stranger, claims)).ShouldBe("/");
        var me = await stranger.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("id").GetGuid().ShouldBe(id);
        me.GetProperty("signsInWith").GetString().ShouldBe("password single-sign-on");
    }

    [Fact]
    public async Task An_identity_belongs_to_one_account()
    {
        var claims = Claims(Guid.CreateVersion7().ToString(), NewAddress(), true);
        using var owner = site.Gateway.Browser();
        await site.Provider.SignInAsync(owner, claims);
        var (other, _) = await site.Gateway.JoinAsync("responder", NewAddress());

        var landed = await ConnectAsync(other, claims);

        landed.ShouldBe("/sign-in?refused=linked-elsewhere");
        (await other.Client.GetStringAsync(landed)).ShouldContain("connected with another account");
    }

    [Fact]
    public async Task Nobody_connects_an_account_from_another_browser_or_another_site()
    {
        var claims = Claims(Guid.CreateVersion7().ToString(), NewAddress(), true);
        var (local, _) = await site.Gateway.JoinAsync("responder", NewAddress());
        var (mallory, _) = await site.Gateway.JoinAsync("responder", NewAddress());
        using var forged = new FormUrlEncodedContent([]);
        (await local.Client.PostAsync("/account/provider", forged)).StatusCode.ShouldBe(
            HttpStatusCode.BadRequest
        );

        var asked = await AskAsync(mallory);
        await mallory.Client.PostAsync(
            "/sign-out",
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", await mallory.AntiforgeryTokenAsync()),
            ])
        );
        await mallory.SignInAsync("nobody@example.org", "x");
        using var answer = await site.Provider.ReturnAsync(
            mallory,
            asked,
            nonce => site.Provider.Token(nonce, claims)
        );

        answer.Headers.Location!.ToString().ShouldBe("/sign-in?refused=failed");
    }

    private async Task<string> ConnectAsync(Browser browser, string claims)
    {
        using var answer = await site.Provider.ReturnAsync(
            browser,
            await AskAsync(browser),
            nonce => site.Provider.Token(nonce, claims)
        );
        return answer.Headers.Location!.ToString();
    }

    /// <summary>
    /// Clicks the button on the account page. Returns the address to which the browser is sent.
    /// </summary>
    private static async Task<Uri> AskAsync(Browser browser)
    {
        using var asked = await browser.PostAsync("/account", "/account/provider");
        asked.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new(asked.Headers.GetValues("Refresh").Single()["0;url=".Length..]);
    }

    internal static string NewAddress() => Guid.CreateVersion7() + "@example.org";

    internal static string Claims(string subject, string email, bool? verified) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["sub"] = subject,
                ["name"] = "Ada",
                ["email"] = email,
                ["email_verified"] = verified,
            }
        );

    public sealed class Site : ProviderSite
    {
        protected override (string, string?)[] Settings =>
            [("Identity:Oidc:DefaultRole", "Responder")];
    }
}

/// <summary>A provider whose addresses an administrator vouches for.</summary>
public sealed class TrustedAddressTests(TrustedAddressTests.Site site)
    : IClassFixture<TrustedAddressTests.Site>
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(null, true)]
    [InlineData(false, false)]
    [InlineData(null, false)]
    public async Task An_address_counts_as_verified(bool? verified, bool isInvited)
    {
        var email = ProviderLinkTests.NewAddress();
        if (isInvited)
        {
            using var admin = site.Gateway.Script();
            var person = new
            {
                name = "Inv Ited",
                email,
                role = "facilitator",
            };
            (await admin.PostAsJsonAsync("/api/users", person)).EnsureSuccessStatusCode();
        }

        using var browser = site.Gateway.Browser();
        var claims = ProviderLinkTests.Claims(Guid.CreateVersion7().ToString(), email, verified);

        (await site.Provider.SignInAsync(browser, claims)).ShouldBe("/");

        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("email").GetString().ShouldBe(email);
        me.GetProperty("role").GetString().ShouldBe(isInvited ? "facilitator" : "responder");
    }

    public sealed class Site : ProviderSite
    {
        protected override (string, string?)[] Settings =>
            [
                ("Identity:Oidc:DefaultRole", "Responder"),
                ("Identity:Oidc:TrustEmailAddresses", "true"),
            ];
    }
}
