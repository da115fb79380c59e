using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pir.ActionTracking;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Gateway;
using Pir.Gateway.Start;
using Pir.IncidentIntake;
using Pir.Notifications;
using Pir.Platform.Persistence;
using Pir.Reviews;
using Pir.Testing;
using Pir.Timelines;

namespace Pir.FrontDoor.Tests;

/// <summary>The whole product in this process, hosted as in Standalone, used over HTTP.</summary>
internal sealed class Product : IAsyncDisposable
{
    public const string Token = "token-of-the-front-door-tests";
    public const string Password = "seven lanterns over the quay";
    private readonly TestStore _store;
    private readonly Func<Product, Task<PirTestHost>> _start;
    private readonly StringWriter _console = new();
    private PirTestHost _host = null!;

    private Product(TestStore store, Func<Product, Task<PirTestHost>> start) =>
        (_store, _start) = (store, start);

    public Uri Address => _host.Address;

    public IServiceProvider Services => _host.Services;

    /// <summary>Errors logged by the product.</summary>
    public FaultLog Faults { get; } = new();

    /// <summary>Its output at start-up.</summary>
    public string Console => _console.ToString();

    public static async Task<Product> StartAsync(
        DataProvider provider = DataProvider.Sqlite,
        Action<IServiceCollection>? services = null,
        params (string, string?)[] settings
    )
    {
        var store =
            provider == DataProvider.Sqlite
                ? TestStore.Sqlite()
                : await TestStore.PostgreSqlAsync();
        var product = new Product(store, it => it.HostAsync(services, settings));
        product._host = await product._start(product);
        return product;
    }

    /// <summary>Stops it, changes something in its data folder, and starts it again.</summary>
    public async Task RestartAsync(Action<string> meanwhile)
    {
        await _host.DisposeAsync();
        meanwhile(_store.Directory);
        _host = await _start(this);
    }

    /// <summary>A script with the administrator's token.</summary>
    public HttpClient Script()
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    public HttpClient Stranger() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(60),
        };

    /// <summary>Connects a monitoring tool. Returns its webhook path.</summary>
    public async Task<string> ConnectAsync(string kind = "generic", string name = "Uptime")
    {
        using var script = Script();
        using var answer = await script.PostAsJsonAsync(
            "/api/sources",
            new CreateSourceRequest
            {
                Kind = Enum.Parse<SourceKind>(kind, ignoreCase: true),
                Name = name,
                Service = "checkout",
                DefaultSeverity = Severity.Sev2,
            },
            EventJson.Options
        );
        var source = await answer.JsonAsync(HttpStatusCode.Created);
        return new Uri(source.GetProperty("webhookUrl").GetString()!).AbsolutePath;
    }

    /// <summary>How many deliveries are stored.</summary>
    public async Task<int> CountDeliveriesAsync()
    {
        using var script = Script();
        var page = await script.GetFromJsonAsync<JsonElement>("/api/deliveries?limit=200");
        return page.GetProperty("items").GetArrayLength();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _console.DisposeAsync();
    }

    private Task<PirTestHost> HostAsync(
        Action<IServiceCollection>? services,
        (string, string?)[] settings
    ) =>
        PirTestHost.StartAsync(
            _store,
            [
                new GatewayModule(acceptTickets: true),
                new IntakeModule(),
                new TimelineModule(),
                new ReviewModule(),
                new ActionsModule(),
                new NotificationModule(),
            ],
            configure: builder =>
            {
                Configure(builder);
                services?.Invoke(builder.Services);
            },
            settings: [("Identity:BootstrapToken", Token), .. settings]
        );

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Faults);
        builder.Services.AddSingleton(new NoticeWriter(TextWriter.Synchronized(_console)));
    }
}

internal static class Answers
{
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

    /// <summary>The rules by field of a 400, after checking that it is one.</summary>
    public static async Task<Dictionary<string, string[]>> ErrorsAsync(
        this HttpResponseMessage answer
    )
    {
        var problem = await answer.JsonAsync(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("code").GetString().ShouldBe("validation");
        return problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;
    }
}
