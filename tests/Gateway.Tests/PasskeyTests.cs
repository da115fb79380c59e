using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pir.Gateway.Passkeys;

namespace Pir.Gateway.Tests;

/// <summary>Passkeys of honest, hostile and concurrent authenticators.</summary>
public sealed class PasskeyTests(PasskeyTests.Site site) : IClassFixture<PasskeyTests.Site>
{
    private const string Host = "localhost";
    private const string Origin = "http://localhost:1";
    private const string Passkeys = "/api/me/passkeys";

    private static readonly Dictionary<string, JsonObject> FalseClientData = new()
    {
        ["no origin"] = new() { ["origin"] = null },
        ["an origin that is no address"] = new() { ["origin"] = "nowhere" },
        ["a top origin that is no address"] = new() { ["topOrigin"] = "nowhere" },
        ["another origin"] = new() { ["origin"] = "https://evil.example" },
        ["another type"] = new() { ["type"] = "payment.get" },
        ["no type"] = new() { ["type"] = null },
    };

    // Each member used by some format, with one byte or text.
    private static readonly byte[] Broken =
    [
        0xA7,
        .. SoftAuthenticator.Text("alg"),
        0x26,
        .. SoftAuthenticator.Text("sig"),
        .. (byte[])[0x41, 0x00],
        .. SoftAuthenticator.Text("x5c"),
        .. (byte[])[0x81, 0x41, 0x00],
        .. SoftAuthenticator.Text("ver"),
        .. SoftAuthenticator.Text("2.0"),
        .. SoftAuthenticator.Text("response"),
        .. (byte[])[0x43, 0x61, 0x2E, 0x62],
        .. SoftAuthenticator.Text("certInfo"),
        .. (byte[])[0x41, 0x00],
        .. SoftAuthenticator.Text("pubArea"),
        .. (byte[])[0x41, 0x00],
    ];

    private static readonly Dictionary<string, byte[]> FalseStatements = new()
    {
        ["an unknown format"] = Statement("unheard-of", [0xA0]),
        ["a packed one of nothing"] = Statement("packed", Broken),
        ["a TPM's of nothing"] = Statement("tpm", Broken),
        ["an Android key's of nothing"] = Statement("android-key", Broken),
        ["a SafetyNet one of nothing"] = Statement("android-safetynet", Broken),
        ["a U2F one of nothing"] = Statement("fido-u2f", Broken),
        ["Apple's of nothing"] = Statement("apple", Broken),
    };

    private static readonly Dictionary<string, Action<JsonObject>> FalseResponses = new()
    {
        ["a signature that is none"] = r => r["signature"] = "AAAA",
        ["a signature of another"] = r => r["signature"] = "MAYCAQECAQE",
        ["no signature"] = r => r["signature"] = "",
        ["no data"] = r => r["authenticatorData"] = null,
        ["no answer"] = r => r["clientDataJSON"] = null,
        ["data cut short"] = r => r["authenticatorData"] = "AA",
        ["a client's data in no base64"] = r => r["clientDataJSON"] = "%%%",
    };

    public static TheoryData<string> ClientDataNames => [.. FalseClientData.Keys];

    public static TheoryData<string> StatementNames => [.. FalseStatements.Keys];

    public static TheoryData<string> ResponseNames => [.. FalseResponses.Keys];

    [Fact]
    public async Task A_passkey_is_registered_and_signs_in_once_with_each_answer()
    {
        using var device = new SoftAuthenticator(Host, Origin);
        using var browser = site.Gateway.Browser();

        await RegisterAsync(device);
        var answer = device.SignIn(SignInChallenge());
        using var first = await SignInAsync(browser, answer);
        using var stranger = site.Gateway.Browser();
        using var second = await SignInAsync(stranger, answer);

        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var me = await browser.Client.GetFromJsonAsync<JsonElement>("/api/me");
        me.GetProperty("email").GetString().ShouldBe("ada@example.com");
        second.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_answer_that_one_process_has_taken_is_refused_by_the_next()
    {
        await using var other = new Site();
        await other.InitializeAsync();
        using var device = new SoftAuthenticator(Host, Origin) { IsSynchronized = true };
        var tests = new PasskeyTests(other);
        await tests.RegisterAsync(device);
        var answer = device.SignIn(tests.SignInChallenge());
        using var browser = other.Gateway.Browser();
        using var first = await SignInAsync(browser, answer);

        await other.Gateway.RestartAsync();

        using var stranger = other.Gateway.Browser();
        using var second = await SignInAsync(stranger, answer);
        using var owner = other.Gateway.Browser();
        using var fresh = await SignInAsync(owner, device.SignIn(tests.SignInChallenge()));
        (first.StatusCode, second.StatusCode, fresh.StatusCode).ShouldBe(
            (HttpStatusCode.Redirect, HttpStatusCode.Unauthorized, HttpStatusCode.Redirect)
        );
    }

    [Theory]
    [MemberData(nameof(ClientDataNames))]
    public async Task False_client_data_is_refused(string what)
    {
        using var device = new SoftAuthenticator(Host, Origin);
        using var browser = site.Gateway.Browser();

        using var added = await AddAsync(
            device.Register(await ChallengeAsync(device), FalseClientData[what])
        );
        await RegisterAsync(device);
        using var answer = await SignInAsync(
            browser,
            device.SignIn(SignInChallenge(), FalseClientData[what])
        );

        (await added.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, what);
    }

    [Theory]
    [MemberData(nameof(StatementNames))]
    public async Task A_false_attestation_is_refused(string what)
    {
        using var device = new SoftAuthenticator(Host, Origin);

        using var added = await AddAsync(
            device.Register(await ChallengeAsync(device), statement: FalseStatements[what])
        );

        (await added.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
    }

    [Theory]
    [MemberData(nameof(ResponseNames))]
    public async Task A_false_signature_is_refused(string what)
    {
        using var device = new SoftAuthenticator(Host, Origin);
        using var browser = site.Gateway.Browser();
        await RegisterAsync(device);

        using var answer = await SignInAsync(
            browser,
            device.SignIn(SignInChallenge(), change: FalseResponses[what])
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, what);
    }

    [Fact]
    public async Task A_key_that_is_none_signs_nobody_in()
    {
        using var device = new SoftAuthenticator(Host, Origin) { HasBrokenKey = true };
        using var browser = site.Gateway.Browser();
        await RemoveAllAsync();

        using var added = await AddAsync(device.Register(await ChallengeAsync(device)));
        using var answer = await SignInAsync(browser, device.SignIn(SignInChallenge()));

        ((int)added.StatusCode).ShouldBeLessThan(500);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_challenge_is_good_only_for_what_it_was_issued_for()
    {
        using var device = new SoftAuthenticator(Host, Origin);
        using var browser = site.Gateway.Browser();

        using var added = await AddAsync(device.Register(SignInChallenge()));
        await RegisterAsync(device);
        using var answer = await SignInAsync(browser, device.SignIn(await ChallengeAsync(device)));

        (await added.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_challenge_expires()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var other = new Site { Clock = clock };
        await other.InitializeAsync();
        using var device = new SoftAuthenticator(Host, Origin);
        var tests = new PasskeyTests(other);
        await tests.RegisterAsync(device);
        using var browser = other.Gateway.Browser();
        var answer = device.SignIn(tests.SignInChallenge());

        clock.Advance(TimeSpan.FromMinutes(16));

        using var late = await SignInAsync(browser, answer);
        using var fresh = await SignInAsync(browser, device.SignIn(tests.SignInChallenge()));
        (late.StatusCode, fresh.StatusCode).ShouldBe(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Redirect)
        );
    }

    [Fact]
    public async Task A_device_that_nobody_unlocked_registers_no_passkey_and_signs_nobody_in()
    {
        using var device = new SoftAuthenticator(Host, Origin) { IsUnlocked = false };
        using var browser = site.Gateway.Browser();

        using var added = await AddAsync(device.Register(await ChallengeAsync(device)));
        device.IsUnlocked = true;
        await RegisterAsync(device);
        device.IsUnlocked = false;
        using var answer = await SignInAsync(browser, device.SignIn(SignInChallenge()));

        (await added.ProblemAsync(HttpStatusCode.BadRequest)).ShouldBe("validation");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_passkey_of_a_disabled_account_signs_nobody_in()
    {
        using var script = site.Gateway.Script();
        var (riley, id) = await site.Gateway.JoinAsync("responder", "disabled@example.com");
        using var device = new SoftAuthenticator(Host, Origin);
        var challenge = await ChallengeAsync(device, riley);
        using var added = await AddAsync(device.Register(challenge), riley);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var account = new { isDisabled = true };
        await script.SendJsonAsync(HttpMethod.Patch, "/api/users/" + id, account);
        using var browser = site.Gateway.Browser();

        using var answer = await SignInAsync(browser, device.SignIn(SignInChallenge()));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("", false)]
    public async Task A_browser_stays_signed_in_where_its_owner_wishes_so(string keep, bool isKept)
    {
        using var device = new SoftAuthenticator(Host, Origin);
        using var browser = site.Gateway.Browser();
        await RegisterAsync(device);

        using var answer = await SignInAsync(browser, device.SignIn(SignInChallenge()), keep);

        answer
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("pir=", StringComparison.Ordinal))
            .Contains("expires=", StringComparison.Ordinal)
            .ShouldBe(isKept);
    }

    [Fact]
    public async Task One_that_is_sent_twice_at_once_is_registered_once()
    {
        for (var round = 0; round < 5; round++)
        {
            using var device = new SoftAuthenticator(Host, Origin);
            var answers = new List<string>();
            for (var n = 0; n < 4; n++)
            {
                answers.Add(device.Register(await ChallengeAsync(device)));
            }

            var added = await Task.WhenAll(answers.Select(a => AddAsync(a)));

            added.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
            added.ShouldAllBe(a => a.StatusCode <= HttpStatusCode.BadRequest);
            await RemoveAllAsync();
        }
    }

    [Fact]
    public async Task One_that_is_used_renamed_and_removed_at_once_is_gone()
    {
        for (var round = 0; round < 5; round++)
        {
            using var device = new SoftAuthenticator(Host, Origin);
            using var browser = site.Gateway.Browser();
            var path = $"{Passkeys}/{await RegisterAsync(device)}";

            var done = await Task.WhenAll(
                SignInAsync(browser, device.SignIn(SignInChallenge())),
                site.Ada.CallAsync(HttpMethod.Patch, path, new { name = "Old phone" }),
                site.Ada.CallAsync(HttpMethod.Delete, path, null),
                site.Ada.CallAsync(HttpMethod.Delete, path, null),
                site.Ada.CallAsync(HttpMethod.Patch, path, new { name = "Phone" })
            );

            done.ShouldAllBe(a => a.StatusCode < HttpStatusCode.InternalServerError);
            done[2..4]
                .Select(a => a.StatusCode)
                .ShouldBe([HttpStatusCode.NoContent, HttpStatusCode.NotFound], ignoreOrder: true);
        }
    }

    private static byte[] Statement(string format, byte[] statement) =>
        [
            .. SoftAuthenticator.Text("fmt"),
            .. SoftAuthenticator.Text(format),
            .. SoftAuthenticator.Text("attStmt"),
            .. statement,
        ];

    private string SignInChallenge() =>
        SoftAuthenticator.Encode(
            site.Gateway.Services.GetRequiredService<PasskeyChallenges>()
                .Create(PasskeyChallenges.SignIn)
        );

    private static Task<HttpResponseMessage> SignInAsync(
        Browser browser,
        string credential,
        string keep = ""
    ) =>
        browser.PostAsync(
            "/sign-in",
            "/sign-in/passkey",
            ("credential", credential),
            ("keep", keep)
        );

    /// <summary>The challenge for a new passkey of Ada's or somebody else's.</summary>
    private async Task<string> ChallengeAsync(SoftAuthenticator device, Browser? who = null)
    {
        who ??= site.Ada;
        var begun = await who.CallAsync(HttpMethod.Post, Passkeys + "/options", null);
        var options = (await begun.JsonAsync()).GetProperty("options").GetString()!;
        var parsed = JsonNode.Parse(options)!;
        device.UserHandle = parsed["user"]!["id"]!.GetValue<string>();
        return parsed["challenge"]!.GetValue<string>();
    }

    private Task<HttpResponseMessage> AddAsync(string credential, Browser? who = null) =>
        (who ?? site.Ada).CallAsync(HttpMethod.Post, Passkeys, new { name = "Phone", credential });

    private async Task<Guid> RegisterAsync(SoftAuthenticator device)
    {
        await RemoveAllAsync(); // There is a limit to how many a person may have.
        using var added = await AddAsync(device.Register(await ChallengeAsync(device)));
        return (await added.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    private async Task RemoveAllAsync()
    {
        var known = await site.Ada.Client.GetFromJsonAsync<JsonElement>(Passkeys);
        foreach (var passkey in known.GetProperty("items").EnumerateArray())
        {
            var path = $"{Passkeys}/{passkey.GetProperty("id").GetGuid()}";
            (await site.Ada.CallAsync(HttpMethod.Delete, path, null)).EnsureSuccessStatusCode();
        }
    }

    /// <summary>
    /// The product with a host name, as needed for passkeys, and its administrator.
    /// </summary>
    public sealed class Site : IAsyncLifetime
    {
        internal FakeTimeProvider? Clock { get; init; }

        internal GatewayDriver Gateway { get; private set; } = null!;

        internal Browser Ada { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Gateway = await GatewayDriver.StartAsync(
                clock: Clock,
                settings:
                [
                    ("Gateway:PublicUrl", Origin),
                    ("Gateway:RateLimits:SignInsPerMinute", "1000"),
                ]
            );
            Ada = await Gateway.SetUpAsync();
        }

        public async ValueTask DisposeAsync()
        {
            Ada.Dispose();
            await Gateway.DisposeAsync();
        }
    }
}
