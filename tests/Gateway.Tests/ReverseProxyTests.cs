using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Gateway.Start;
using Pir.ServiceDefaults.Auth;
using Pir.Testing;

namespace Pir.Gateway.Tests;

/// <summary>
/// The gateway as a separate process, in front of services in their own processes.
/// </summary>
public sealed class ReverseProxyTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.Sqlite();
    private readonly List<PirTestHost> _services = [];
    private readonly List<StubModule> _modules = [];
    private WebApplication _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        var intake = await ServiceAsync(EventCatalog.Intake);
        var second = await ServiceAsync(EventCatalog.Intake);
        var timeline = await ServiceAsync(EventCatalog.TimelineService);
        var notification = await ServiceAsync(EventCatalog.Notification);
        _gateway = GatewayHost.Build(
            [
                "--urls=http://127.0.0.1:0",
                "--Data:Directory=" + _store.Directory,
                // No broker is running, because the gateway works without one.
                $"--ConnectionStrings:messaging=amqp://127.0.0.1:{FreePort.Next()}",
                "--Identity:BootstrapToken=" + GatewayDriver.Bootstrap,
                "--Gateway:RequestTimeout=00:00:02",
                "--Gateway:WebhookBodyLimit=1048576",
                $"--services:incident-intake:http:0={intake.Address}",
                $"--services:incident-intake:http:1={second.Address}",
                $"--services:timeline:http:0={timeline.Address}",
                $"--services:notification:http:0={notification.Address}",
                $"--services:review:http:0=http://127.0.0.1:{FreePort.Next()}",
            ],
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Error);
                builder.Services.AddSingleton(new NoticeWriter(TextWriter.Null));
            }
        );
        await using (var scope = _gateway.Services.CreateAsyncScope())
        {
            await scope
                .ServiceProvider.GetRequiredService<GatewayDbContext>()
                .Database.MigrateAsync();
        }

        await _gateway.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        foreach (var service in _services)
        {
            await service.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_token_becomes_a_ticket_on_the_way()
    {
        using var client = Client(GatewayDriver.Bootstrap);
        client.DefaultRequestHeaders.Add("Cookie", "pir=something; other=1");

        var told = await client.GetFromJsonAsync<JsonElement>("/api/incidents");

        told.GetProperty("service").GetString().ShouldBe("incident-intake");
        told.GetProperty("subject").GetString().ShouldBe("bootstrap");
        told.GetProperty("kind").GetString().ShouldBe("token");
        told.GetProperty("authorization").GetString()!.ShouldStartWith("Bearer ");
        told.GetProperty("authorization").GetString()!.ShouldNotContain(GatewayDriver.Bootstrap);
        told.TryGetProperty("cookie", out _).ShouldBeFalse();
        told.GetProperty("forwardedHost").GetString().ShouldBe(Address.Authority);
        told.GetProperty("forwardedFor").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task The_gateway_tells_which_service_is_not_well_and_stays_in_use()
    {
        using var client = Client(GatewayDriver.Bootstrap);

        var health = await (await client.GetAsync("/health")).JsonAsync();

        health.GetProperty("status").GetString().ShouldBe("Degraded");
        health
            .GetProperty("causes")
            .GetProperty("services")
            .GetString()
            .ShouldBe("review: is not responding.");
    }

    [Fact]
    public async Task A_service_is_told_who_asks_and_from_where_by_API_and_by_page()
    {
        using var client = Client(GatewayDriver.Bootstrap);
        client.DefaultRequestHeaders.Add("X-Pir-Caller", "198.51.100.7"); // Trusted from nobody.
        var accessor = _gateway.Services.GetRequiredService<IHttpContextAccessor>();
        var page = _gateway
            .Services.GetRequiredService<IHttpClientFactory>()
            .CreateClient(EventCatalog.Intake);

        var byApi = await client.PostAsJsonAsync("/api/incidents", new { });
        accessor.HttpContext = new DefaultHttpContext
        {
            Connection = { RemoteIpAddress = IPAddress.Parse("203.0.113.9") },
            User = PirClaims.Create(
                "Cookie",
                "user",
                "u-1",
                "Riley Responder",
                [],
                ["incidents:write"]
            ),
        };
        var byPage = await page.PostAsJsonAsync("/api/incidents", new { });
        accessor.HttpContext = null;

        (await ToldAsync(byApi)).ShouldBe(("bootstrap", IPAddress.Loopback.ToString()));
        (await ToldAsync(byPage)).ShouldBe(("u-1", "203.0.113.9"));

        static async Task<(string?, string?)> ToldAsync(HttpResponseMessage answer)
        {
            var told = await answer.JsonAsync(HttpStatusCode.OK);
            return (
                told.GetProperty("subject").GetString(),
                told.GetProperty("address").GetString()
            );
        }
    }

    [Theory]
    [InlineData("/api/incidents", "incident-intake")]
    [InlineData("/api/incidents/INC-7/timeline", "timeline")]
    public async Task A_path_leads_to_its_service(string path, string service)
    {
        using var client = Client(GatewayDriver.Bootstrap);

        (await client.GetFromJsonAsync<JsonElement>(path))
            .GetProperty("service")
            .GetString()
            .ShouldBe(service);
    }

    [Theory]
    [InlineData("incident-intake")]
    [InlineData("timeline")]
    [InlineData("gateway")]
    public async Task Each_service_tells_its_API_through_the_gateway(string service)
    {
        using var client = Client(GatewayDriver.Bootstrap);

        // The first document of a process takes a while to write on a busy machine.
        var document = await Eventually.Get(
            () => client.GetFromJsonAsync<JsonDocument>($"/openapi/{service}.json"),
            TimeSpan.FromMinutes(1),
            $"{service} tells its API"
        );

        document
            .RootElement.GetProperty("paths")
            .EnumerateObject()
            .Select(p => p.Name)
            .ShouldContain($"/api/operations/{service}/parked");
    }

    [Fact]
    public async Task Strangers_are_refused_before_any_service_hears_of_them()
    {
        using var client = Client(null);

        (
            await (await client.GetAsync("/api/incidents")).ProblemAsync(
                HttpStatusCode.Unauthorized
            )
        ).ShouldBe("unauthenticated");
        (
            await (await client.GetAsync("/openapi/timeline.json")).ProblemAsync(
                HttpStatusCode.Unauthorized
            )
        ).ShouldBe("unauthenticated");
        // The key in its path is a webhook's only credential, and the service checks it. All other
        // credentials are removed here.
        client.DefaultRequestHeaders.Add("Authorization", "Bearer of-the-sender");
        var hook = await (await client.PostAsJsonAsync("/webhooks/generic/key", new { })).JsonAsync(
            HttpStatusCode.Accepted
        );
        hook.TryGetProperty("authorization", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_takes_no_call_but_the_gateways()
    {
        foreach (var service in _services)
        {
            using var direct = service.AnonymousClient();
            var name =
                service == _services[2] ? "timeline"
                : service == _services[3] ? "notification"
                : "incident-intake";
            var path = $"/openapi/{name}.json";
            (await direct.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            direct.DefaultRequestHeaders.Add("Authorization", "Bearer " + GatewayDriver.Bootstrap);
            (await direct.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task The_gateway_itself_takes_no_tickets()
    {
        using var direct = _services[0].Client();
        using var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = direct.DefaultRequestHeaders.Authorization;

        (await client.GetAsync("/api/incidents")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_stream_arrives_as_it_is_written_and_outlives_the_time_out()
    {
        using var client = Client(GatewayDriver.Bootstrap);
        using var answer = await client.GetAsync(
            "/api/events",
            HttpCompletionOption.ResponseHeadersRead
        );
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe("data: first");
        await reader.ReadLineAsync();
        var next = reader.ReadLineAsync();
        // Takes the whole request time-out.
        var slow = await client.GetAsync("/api/incidents/slow");
        (await slow.ProblemAsync(HttpStatusCode.GatewayTimeout)).ShouldBe("timeout");
        next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_service_that_is_away_is_said_to_be()
    {
        using var client = Client(GatewayDriver.Bootstrap);

        var down = await client.GetAsync("/api/reviews");
        (await down.ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe(
            "service-unavailable"
        );
        down.Headers.RetryAfter.ShouldNotBeNull();
        var unset = await client.GetAsync("/api/actions");
        (await unset.ProblemAsync(HttpStatusCode.ServiceUnavailable)).ShouldBe(
            "service-unavailable"
        );
    }

    [Fact]
    public async Task The_beginning_of_a_long_body_reaches_the_service()
    {
        using var client = Client(null);

        (await SendAsync(1024 * 1024 + 1, isChunked: false)).ShouldBe(1024 * 1024);
        (await SendAsync(3 * 1024 * 1024, isChunked: true)).ShouldBe(1024 * 1024);

        async Task<long> SendAsync(int length, bool isChunked)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/generic/key")
            {
                Content = new ByteArrayContent(new byte[length]),
            };
            request.Headers.TransferEncodingChunked = isChunked;
            var answer = await client.SendAsync(request);
            return (await answer.JsonAsync(HttpStatusCode.Accepted))
                .GetProperty("bytes")
                .GetInt64();
        }
    }

    [Theory]
    [InlineData(Way.Door)]
    [InlineData(Way.Page)]
    public async Task A_dead_replica_is_passed_over_from_the_first_request(Way way)
    {
        using var client = Client(way);
        await _services[1].DisposeAsync();

        // As many as there are replicas, so that each kind meets the dead one.
        for (var i = 0; i < 2; i++)
        {
            var read = await client.GetAsync("/api/incidents");
            read.StatusCode.ShouldBe(HttpStatusCode.OK, await read.Content.ReadAsStringAsync());
        }

        for (var i = 0; i < 2; i++)
        {
            var written = await client.PostAsJsonAsync("/api/incidents", new { });
            written.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData(Way.Door)]
    [InlineData(Way.Page)]
    public async Task The_name_beside_the_id_of_an_account_is_that_accounts(Way way)
    {
        using var admin = Client(GatewayDriver.Bootstrap);
        var user = new
        {
            name = "Vic Viewer",
            email = "vic@example.com",
            role = "viewer",
        };
        var created = await admin.PostAsJsonAsync("/api/users", user);
        var vic = (await created.JsonAsync(HttpStatusCode.Created)).GetProperty("id").GetString();
        using var client = Client(way);

        var taken = await NameAsync(vic);
        var refused = await NameAsync(Guid.CreateVersion7().ToString());

        var person = (await taken.JsonAsync()).GetProperty("person");
        person.GetProperty("id").GetString().ShouldBe(vic);
        person.GetProperty("name").GetString().ShouldBe("Vic Viewer");
        var problem = await refused.JsonAsync(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").TryGetProperty("person.id", out _).ShouldBeTrue();

        Task<HttpResponseMessage> NameAsync(string? id) =>
            client.PostAsJsonAsync(
                "/api/incidents/INC-7/roles",
                new { role = "scribe", person = new { id, name = "Ada Lovelace" } }
            );
    }

    [Theory]
    [InlineData(Way.Door)]
    [InlineData(Way.Page)]
    public async Task What_may_have_been_done_is_not_done_again(Way way)
    {
        using var client = Client(way);

        var answered = await AnsweredAsync(client.PostAsync("/api/incidents/cut", null));

        answered.ShouldNotBe(HttpStatusCode.OK);
        _modules.Sum(m => m.Cuts).ShouldBe(1);
    }

    [Fact]
    public async Task Calls_of_pages_go_to_the_replicas_in_turn()
    {
        using var client = Client(Way.Page);

        for (var i = 0; i < 4; i++)
        {
            await AnsweredAsync(client.PostAsync("/api/incidents/cut", null));
        }

        _modules.Where(m => m.Name == EventCatalog.Intake).ShouldAllBe(m => m.Cuts == 2);
    }

    [Fact]
    public async Task The_trace_goes_on_in_the_service()
    {
        using var client = Client(GatewayDriver.Bootstrap);
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        var told = await client.GetFromJsonAsync<JsonElement>("/api/incidents");

        told.GetProperty("traceParent").GetString()!.ShouldContain(activity.TraceId.ToString());
    }

    private Uri Address =>
        new(
            _gateway
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        );

    /// <summary>How a request reaches a service: through the proxy, or from a page.</summary>
    public enum Way
    {
        Door,
        Page,
    }

    private HttpClient Client(Way way)
    {
        if (way == Way.Door)
        {
            return Client(GatewayDriver.Bootstrap);
        }

        _gateway.Services.GetRequiredService<IHttpContextAccessor>().HttpContext =
            new DefaultHttpContext
            {
                User = PirClaims.Create(
                    "Cookie",
                    "user",
                    "u-1",
                    "Riley Responder",
                    [],
                    ["incidents:read", "incidents:write"]
                ),
            };
        return _gateway
            .Services.GetRequiredService<IHttpClientFactory>()
            .CreateClient(EventCatalog.Intake);
    }

    /// <summary>Null if there was no response.</summary>
    private static async Task<HttpStatusCode?> AnsweredAsync(Task<HttpResponseMessage> call)
    {
        try
        {
            return (await call).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        return client;
    }

    private async Task<PirTestHost> ServiceAsync(string name)
    {
        var module = new StubModule(name);
        _modules.Add(module);
        var host = await PirTestHost.StartAsync(_store, [module]);
        _services.Add(host);
        return host;
    }
}
