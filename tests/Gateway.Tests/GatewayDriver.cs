using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pir.Contracts.Events;
using Pir.Gateway.Start;
using Pir.Platform.Messaging;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>
/// The gateway with a stub of the intake in the same process, and actions of people and scripts.
/// </summary>
internal sealed partial class GatewayDriver : IAsyncDisposable
{
    public const string Bootstrap = "bootstrap-token-of-the-tests";
    public const string Password = "seven lanterns over the quay";
    private readonly TestStore _store;
    private readonly StringWriter _console = new();
    private readonly FakeTimeProvider? _clock;
    private readonly (string, string?)[] _settings;
    private PirTestHost _host = null!;
    private string _service = EventCatalog.Intake;
    private Pause? _pause;

    private GatewayDriver(TestStore store, FakeTimeProvider? clock, (string, string?)[] settings) =>
        (_store, _clock, _settings) = (store, clock, settings);

    public Uri Address => _host.Address;

    public IServiceProvider Services => _host.Services;

    /// <summary>The console output so far.</summary>
    public string Console => _console.ToString();

    /// <summary>With the stub of another service behind the gateway.</summary>
    public static Task<GatewayDriver> StartWithAsync(
        string service,
        params (string, string?)[] settings
    ) => StartWithAsync(service, null, settings);

    /// <summary>The same with a clock that the test puts forward.</summary>
    public static async Task<GatewayDriver> StartWithAsync(
        string service,
        FakeTimeProvider? clock,
        params (string, string?)[] settings
    )
    {
        var store = await Stores.NewAsync(Product.Sqlite);
        var driver = new GatewayDriver(store, clock, settings) { _service = service };
        await driver.StartHostAsync();
        return driver;
    }

    /// <summary>On PostgreSQL, with a pause that the test sets.</summary>
    public static async Task<GatewayDriver> StartAsync(Pause pause)
    {
        var store = await Stores.NewAsync(Product.PostgreSql);
        var driver = new GatewayDriver(store, null, []) { _pause = pause };
        await driver.StartHostAsync();
        return driver;
    }

    public static async Task<GatewayDriver> StartAsync(
        Product product = Product.Sqlite,
        FakeTimeProvider? clock = null,
        params (string, string?)[] settings
    )
    {
        var driver = new GatewayDriver(await Stores.NewAsync(product), clock, settings);
        await driver.StartHostAsync();
        return driver;
    }

    /// <summary>Stops the process and starts another on the same data.</summary>
    public async Task RestartAsync()
    {
        await _host.DisposeAsync();
        _console.GetStringBuilder().Clear();
        await StartHostAsync();
    }

    /// <summary>A script with a token.</summary>
    public HttpClient Script(string token = Bootstrap)
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public HttpClient Stranger() => new() { BaseAddress = Address };

    public Browser Browser() => new(Address);

    /// <summary>The secret in the printed set-up link.</summary>
    public async Task<string> SetupTokenAsync()
    {
        var link = await Eventually.Get(
            () =>
                Task.FromResult(
                    SetupLink().Match(Console) is { Success: true } match ? match : null
                ),
            description: "a set-up link is printed"
        );
        return link.Groups["v"].Value;
    }

    /// <summary>Sets the product up and returns the administrator's browser, signed in.</summary>
    /// <param name="below">The base path that the pages are below.</param>
    public async Task<Browser> SetUpAsync(
        string email = "ada@example.com",
        string password = Password,
        string below = ""
    )
    {
        var browser = Browser();
        var answer = await browser.SubmitAsync(
            $"{below}/setup?token={await SetupTokenAsync()}",
            $"{below}/setup",
            ("name", "Ada Admin"),
            ("email", email),
            ("password", password)
        );
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }

        return browser;
    }

    /// <summary>Invites a person, accepts for them, and returns their browser, signed in.</summary>
    public async Task<(Browser Browser, Guid Id)> JoinAsync(
        string role,
        string email = "riley@example.com"
    )
    {
        var created = await Script()
            .SendJsonAsync(
                HttpMethod.Post,
                "/api/users",
                new
                {
                    name = "Riley Responder",
                    email,
                    role,
                }
            );
        var user = await created.JsonAsync(HttpStatusCode.Created);
        var link = new Uri(user.GetProperty("invitationUrl").GetString()!).PathAndQuery;
        var browser = Browser();
        var answer = await browser.SubmitAsync(
            link,
            "/invitation",
            ("name", "Riley Responder"),
            ("password", Password)
        );
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }

        return (browser, user.GetProperty("id").GetGuid());
    }

    /// <summary>Publishes an event of a service. Returns once it is handled.</summary>
    public Task TellAsync(EventBatch batch) => _host.TellAsync(batch);

    public void Advance(TimeSpan by) => _clock!.Advance(by);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _console.DisposeAsync();
    }

    private async Task StartHostAsync() =>
        _host = await PirTestHost.StartAsync(
            _store,
            [new GatewayModule(acceptTickets: true), new StubModule(_service)],
            _clock,
            Configure,
            settings: [("Identity:BootstrapToken", Bootstrap), .. _settings]
        );

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new NoticeWriter(TextWriter.Synchronized(_console)));
        if (_pause is not null)
        {
            builder.Services.AddSingleton<IInterceptor>(_pause);
        }

        if (_clock is not null)
        {
            // If the clock is moved by days, it would clean up for every minute of them.
            var retention = builder.Services.Single(s => s.ImplementationType == typeof(Retention));
            builder.Services.Remove(retention);
        }
    }

    [GeneratedRegex(@"Setup: http://\S+/setup\?token=(?<v>[\w-]+)", RegexOptions.None, 1000)]
    private static partial Regex SetupLink();
}

/// <summary>Keeps cookies, fills forms, follows no redirects.</summary>
internal sealed partial class Browser(Uri address) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private HttpClient? _client;

    public HttpClient Client =>
        _client ??= new(
            new HttpClientHandler { CookieContainer = _cookies, AllowAutoRedirect = false }
        )
        {
            BaseAddress = address,
        };

    /// <summary>The header with which it sends its cookies to a page.</summary>
    public string SentCookies => CookiesFor("/account");

    public string CookiesFor(string path) => _cookies.GetCookieHeader(new Uri(address, path));

    /// <summary>Opens a page, fills its form and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(
        string page,
        string action,
        params (string Name, string Value)[] fields
    )
    {
        var html = await (await Client.GetAsync(page)).Content.ReadAsStringAsync();
        var values = Hidden()
            .Matches(html)
            .ToDictionary(
                m => Name().Match(m.Value).Groups["v"].Value,
                m => WebUtility.HtmlDecode(Value().Match(m.Value).Groups["v"].Value)
            );
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return await Client.PostAsync(action, new FormUrlEncodedContent(values));
    }

    /// <summary>Sends one of the forms of a page that has several.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string page,
        string action,
        params (string Name, string Value)[] fields
    )
    {
        var html = await Client.GetStringAsync(page);
        var token = Hidden().Matches(html).First(m => m.Value.Contains("__RequestVerification"));
        return await Client.PostAsync(
            action,
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", Value().Match(token.Value).Groups["v"].Value),
                .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
            ])
        );
    }

    public Task<HttpResponseMessage> SignInAsync(
        string email,
        string password,
        string returnUrl = "/"
    ) =>
        SubmitAsync(
            "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl),
            "/sign-in",
            ("email", email),
            ("password", password)
        );

    /// <summary>The antiforgery header that one of our own pages would send.</summary>
    public async Task<string> AntiforgeryTokenAsync()
    {
        var documents = await Client.GetFromJsonAsync<JsonElement>("/docs/api/documents.json");
        return documents.GetProperty("antiforgeryToken").GetString()!;
    }

    /// <summary>Calls the API as a script on one of our pages does.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("RequestVerificationToken", await AntiforgeryTokenAsync());
        return await Client.SendAsync(request);
    }

    public void Dispose() => _client?.Dispose();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex(" name=\"(?<v>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"(?<v>[^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Value();
}

internal static class HttpAnswers
{
    public static Task<HttpResponseMessage> SendJsonAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        object? body = null
    ) =>
        client.SendAsync(
            new HttpRequestMessage(method, path)
            {
                Content = body is null ? null : JsonContent.Create(body),
            }
        );

    /// <summary>
    /// The page's text as a reader's browser gets it, entities undone, after checking the status.
    /// </summary>
    public static async Task<string> HtmlAsync(
        this HttpResponseMessage answer,
        HttpStatusCode expected = HttpStatusCode.OK
    )
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(expected, text);
        return text;
    }

    /// <summary>The body as JSON, after checking the status.</summary>
    public static async Task<JsonElement> JsonAsync(
        this HttpResponseMessage answer,
        HttpStatusCode expected = HttpStatusCode.OK
    )
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The problem's code, after checking that it is one.</summary>
    public static async Task<string> ProblemAsync(
        this HttpResponseMessage answer,
        HttpStatusCode expected
    )
    {
        var problem = await answer.JsonAsync(expected);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe((int)expected);
        return problem.GetProperty("code").GetString()!;
    }
}
