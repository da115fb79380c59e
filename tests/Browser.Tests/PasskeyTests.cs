using System.Text.Json;
using Microsoft.Playwright;
using Pir.Browser.Tests.Drivers;

namespace Pir.Browser.Tests;

/// <summary>Passkeys in a real browser, with an authenticator that exists only in it.</summary>
public sealed class PasskeyTests(PasskeyTests.NamedProduct named)
    : IClassFixture<PasskeyTests.NamedProduct>
{
    private Drivers.Product Product => named.Product;

    [Fact]
    public async Task Somebody_adds_a_passkey_signs_in_with_it_renames_and_removes_it()
    {
        await using var reader = await JoinAsync();
        await using var authenticator = await Authenticator.PlugInAsync(reader.Page);

        await reader.OpensAsync("/account");
        var passkeys = reader.Region("Passkeys");
        await reader.FillsAsync("Name of the new passkey", "Test key", passkeys);
        await reader.PressesAsync("Add passkey", passkeys);
        await reader.SeesAsync("Passkey added.");
        await reader.SeesAsync("not used yet");

        await SignOutAsync(reader);
        await reader.Page.GetByLabel("Keep me signed in").CheckAsync();
        await reader.PressesAsync("Sign in with a passkey");
        await reader.Page.WaitForURLAsync(url => !url.Contains("/sign-in"));
        await reader.OpensAsync("/account");
        await reader.SeesAsync("with passkey");
        await reader.SeesAsync("stays signed in until");
        await reader.SeesAsync("last used");

        await reader.UnfoldsAsync("Edit…", passkeys);
        await passkeys.Locator("li").GetByLabel("Name").FillAsync("Renamed key");
        await reader.PressesAsync("Rename", passkeys);
        await reader.SeesAsync("Renamed key");
        await reader.UnfoldsAsync("Edit…", passkeys);
        await reader.PressesAsync("Remove passkey", passkeys);
        await reader.SeesAsync("Passkey removed.");
        reader.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_passkey_that_was_removed_or_copied_lets_nobody_in()
    {
        await using var reader = await JoinAsync();
        await using var authenticator = await Authenticator.PlugInAsync(reader.Page);
        await reader.OpensAsync("/account");
        var passkeys = reader.Region("Passkeys");
        await reader.FillsAsync("Name of the new passkey", "Copied", passkeys);
        await reader.PressesAsync("Add passkey", passkeys);
        await reader.SeesAsync("Passkey added.");
        await SignOutAsync(reader);
        await reader.PressesAsync("Sign in with a passkey");
        await reader.Page.WaitForURLAsync(url => !url.Contains("/sign-in"));
        await SignOutAsync(reader);

        // A copy with a counter behind that of the key, which has signed meanwhile.
        await authenticator.TurnBackAsync();
        await reader.PressesAsync("Sign in with a passkey");
        await reader.SeesAsync("This passkey is unknown");

        await authenticator.RefuseVerificationAsync();
        await reader.OpensAsync("/sign-in");
        await reader.PressesAsync("Sign in with a passkey");
        await reader.SeesAsync("No passkey was used");
    }

    [Fact]
    public async Task A_page_that_is_open_at_a_bare_address_says_which_name_passkeys_need()
    {
        await using var reader = await JoinAsync();
        await using var authenticator = await Authenticator.PlugInAsync(reader.Page);
        await reader.OpensAsync("/account");
        var passkeys = reader.Region("Passkeys");
        await reader.FillsAsync("Name of the new passkey", "Test key", passkeys);
        await reader.PressesAsync("Add passkey", passkeys);
        await reader.SeesAsync("Passkey added.");
        await reader.Page.GotoAsync($"http://127.0.0.1:{Product.Address.Port}/sign-in");

        await reader.PressesAsync("Sign in with a passkey");

        await reader.SeesAsync(
            "Passkeys are bound to the host name localhost, but this page is open at 127.0.0.1. "
                + "Open it at localhost and try again."
        );
    }

    private async Task<Reader> JoinAsync()
    {
        var reader = await Product.SomebodyAsync(isSignedIn: false);
        var invitation = await Product.InviteAsync($"key-{Guid.CreateVersion7():N}@example.org");
        await reader.OpensAsync(invitation);
        await reader.FillsAsync("Password", Drivers.Product.Password);
        await reader.PressesAsync("Create account");
        await reader.Page.WaitForURLAsync(url => !url.Contains("/invitation"));
        return reader;
    }

    private static async Task SignOutAsync(Reader reader)
    {
        await reader.Page.Context.ClearCookiesAsync();
        await reader.OpensAsync("/sign-in");
    }

    /// <summary>
    /// A passkey belongs to a host name. Browsers create none for a bare IP address.
    /// </summary>
    public sealed class NamedProduct : IAsyncLifetime
    {
        public Drivers.Product Product { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Product = await Drivers.Product.StartNamedAsync();

        public ValueTask DisposeAsync() => Product.DisposeAsync();
    }

    /// <summary>
    /// Chromium's virtual authenticator, of the kind built into a phone or laptop.
    /// </summary>
    private sealed class Authenticator(ICDPSession session, string id) : IAsyncDisposable
    {
        public static async Task<Authenticator> PlugInAsync(IPage page)
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            await session.SendAsync("WebAuthn.enable");
            var added = await session.SendAsync(
                "WebAuthn.addVirtualAuthenticator",
                new()
                {
                    ["options"] = new
                    {
                        protocol = "ctap2",
                        transport = "internal",
                        hasResidentKey = true,
                        hasUserVerification = true,
                        isUserVerified = true,
                        automaticPresenceSimulation = true,
                    },
                }
            );
            return new(session, added!.Value.GetProperty("authenticatorId").GetString()!);
        }

        /// <summary>Sets the counter of its keys back to the beginning.</summary>
        public async Task TurnBackAsync()
        {
            var held = await session.SendAsync("WebAuthn.getCredentials", Named());
            foreach (var credential in held!.Value.GetProperty("credentials").EnumerateArray())
            {
                var copy = credential.Deserialize<Dictionary<string, object>>()!;
                copy["signCount"] = 0;
                await session.SendAsync(
                    "WebAuthn.removeCredential",
                    Named(("credentialId", copy["credentialId"]))
                );
                await session.SendAsync("WebAuthn.addCredential", Named(("credential", copy)));
            }
        }

        /// <summary>From now on, no fingerprint, face or PIN is accepted.</summary>
        public Task RefuseVerificationAsync() =>
            session.SendAsync("WebAuthn.setUserVerified", Named(("isUserVerified", false)));

        public async ValueTask DisposeAsync() => await session.DetachAsync();

        private Dictionary<string, object> Named(params (string Name, object Value)[] more)
        {
            var arguments = more.ToDictionary(m => m.Name, m => m.Value);
            arguments["authenticatorId"] = id;
            return arguments;
        }
    }
}
