using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Playwright;
using Pir.Contracts.Api;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.Browser.Tests.Drivers;

/// <summary>
/// The product in one process and a browser, shared by all tests. Its first account was created on
/// the set-up page.
/// </summary>
public sealed class Product : IAsyncLifetime, IAsyncDisposable
{
    public const string Person = SampleData.Person;
    public const string Email = "ada@example.org";
    public const string Password = "quiet copper lantern 58";

    // The headless shell needs half the processor time of the whole browser. It does not phone home
    // and needs neither a graphics card nor a user namespace.
    private static readonly string[] ChromiumArguments =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly TempFolder _folder = new("browser");
    private readonly string _token =
        "test-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
    private readonly List<string> _signedIn = [];
    private Task<string>? _colleague;
    private SampleData? _sample;
    private ChildProcess? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _setup;

    public Product()
        : this("127.0.0.1") { }

    private Product(string host) => Address = new($"http://{host}:{FreePort.Next()}");

    public Uri Address { get; }

    public Api Api { get; private set; } = null!;

    /// <summary>The API with the first account's own token.</summary>
    public Api Ada { get; private set; } = null!;

    public string Output => _process?.Output ?? "";

    /// <summary>
    /// Path of the link that makes the first account; used up by <see cref="InitializeAsync"/>.
    /// </summary>
    public string SetupPath =>
        _setup ?? throw new InvalidOperationException("The product was not started.");

    /// <summary>Path that invites somebody who has not come yet.</summary>
    public async Task<string> InviteAsync(string email, string role = "responder")
    {
        var invited = await Api.PostAsync(
            "/api/users",
            new CreateUserRequest("Grace Hopper", email, Enum.Parse<Role>(role, ignoreCase: true))
        );
        return new Uri(invited.GetProperty("invitationUrl").GetString()!).PathAndQuery;
    }

    /// <summary>
    /// A separate product for one test, with a host name, as needed for passkeys.
    /// </summary>
    public static async Task<Product> StartNamedAsync()
    {
        var product = new Product("localhost");
        await product.InitializeAsync();
        return product;
    }

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        await SetUpAsync();
    }

    /// <summary>A separate product for one test, not set up yet.</summary>
    public static async Task<Product> StartEmptyAsync()
    {
        var product = new Product();
        await product.StartAsync();
        return product;
    }

    private async Task StartAsync()
    {
        _process = ChildProcess.StartDotnet(
            Repository.ProgramOf("src/Standalone"),
            new Dictionary<string, string?>
            {
                ["Identity__BootstrapToken"] = _token,
                ["Notification__AllowPrivateTargets"] = "true",
                ["Gateway__RateLimits__PerSecond"] = "100000",
                ["Gateway__RateLimits__Burst"] = "100000",
                ["Gateway__RateLimits__SignInsPerMinute"] = "1000",
                ["Gateway__TrustedProxies__0"] = "127.0.0.1",
            },
            "--urls",
            Address.ToString(),
            "--Data:Directory",
            _folder.File("data")
        );
        await _process.WaitForHttpAsync(new(Address, "/health"), TimeSpan.FromSeconds(90));
        Api = ApiOf(_token);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath =
                    Environment.GetEnvironmentVariable("CHROMIUM")
                    ?? "/usr/bin/chromium-headless-shell",
                Args = ChromiumArguments,
            }
        );
        var line = await _process!.WaitForLineAsync("Setup: ");
        _setup = line[line.IndexOf("/setup", StringComparison.Ordinal)..].Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Data of a company, created once.</summary>
    public async Task<SampleData> SampleAsync() => _sample ??= await SampleData.CreateAsync(Ada);

    /// <summary>Somebody with a fresh browser, signed in by default.</summary>
    public async Task<Reader> SomebodyAsync(
        bool isSignedIn = true,
        bool withScripts = true,
        ColorScheme colours = ColorScheme.Light,
        int width = 1280,
        string timezone = "Europe/Berlin",
        bool isCalm = false,
        bool wantsForcedColors = false
    )
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = Address.ToString(),
                JavaScriptEnabled = withScripts,
                ColorScheme = colours,
                ReducedMotion = isCalm ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
                ForcedColors = wantsForcedColors ? ForcedColors.Active : ForcedColors.None,
                TimezoneId = timezone,
                ViewportSize = new() { Width = width, Height = width < 600 ? 740 : 900 },
                HasTouch = width < 600,
                StorageState = isSignedIn ? _signedIn[0] : null,
            }
        );
        context.SetDefaultTimeout(15_000);
        return await Reader.AtAsync(context);
    }

    /// <summary>Grace Hopper, a facilitator, with her own browser.</summary>
    public async Task<Reader> ColleagueAsync()
    {
        var state = await (_colleague ??= AcceptInvitationAsync());
        var context = await _browser!.NewContextAsync(
            new() { BaseURL = Address.ToString(), StorageState = state }
        );
        context.SetDefaultTimeout(15_000);
        return await Reader.AtAsync(context);
    }

    private async Task<string> AcceptInvitationAsync()
    {
        await using var grace = await SomebodyAsync(isSignedIn: false);
        await grace.OpensAsync(
            await InviteAsync($"grace-{Guid.CreateVersion7():N}@example.org", "facilitator")
        );
        await grace.FillsAsync("Password", Password);
        await grace.PressesAsync("Create account");
        await grace.Page.WaitForURLAsync(url => !url.Contains("/invitation"));
        return await grace.Page.Context.StorageStateAsync();
    }

    private Api ApiOf(string token)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new(client);
    }

    /// <summary>Makes the first account as its owner does, in the browser.</summary>
    public async Task SetUpAsync()
    {
        await using var newcomer = await SomebodyAsync(isSignedIn: false);
        await newcomer.OpensAsync(SetupPath);
        await newcomer.FillsAsync("Name", Person);
        await newcomer.FillsAsync("E-mail", Email);
        await newcomer.FillsAsync("Password", Password);
        await newcomer.PressesAsync("Create account");
        await newcomer.SeesAsync("PIR Platform is ready");
        Ada = ApiOf(await MakeTokenAsync(newcomer.Page.Context.APIRequest));
        _signedIn.Add(await newcomer.Page.Context.StorageStateAsync());
    }

    /// <summary>A personal token with all rights of its owner.</summary>
    private async Task<string> MakeTokenAsync(IAPIRequestContext owner)
    {
        var documents = await owner.GetAsync(
            new Uri(Address, "/docs/api/documents.json").ToString()
        );
        var form = (await documents.JsonAsync())!
            .Value.GetProperty("antiforgeryToken")
            .GetString()!;
        var made = await owner.PostAsync(
            new Uri(Address, "/api/tokens").ToString(),
            new()
            {
                Headers = [new("RequestVerificationToken", form)],
                DataObject = new { name = "All of Ada's", role = "admin" },
            }
        );
        return (await made.JsonAsync())!.Value.GetProperty("token").GetString()!;
    }
}

[CollectionDefinition(Name)]
public sealed class ProductCollection : ICollectionFixture<Product>
{
    public const string Name = "product";
}
