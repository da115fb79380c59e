using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;
using Pir.Testing;
using Shouldly;

namespace Pir.Notifications.Tests.Drivers;

/// <summary>A subscription as returned to its owner.</summary>
internal sealed record Subscribed(Guid Id, string Secret)
{
    public string Path => $"/api/subscriptions/{Id}";
}

/// <summary>The service, over HTTP.</summary>
internal sealed class NotificationDriver : IAsyncDisposable
{
    private readonly TestStore _store;
    private readonly (string, string?)[] _settings;
    private readonly List<PirTestHost> _hosts = [];

    private NotificationDriver(TestStore store, (string, string?)[] settings) =>
        (_store, _settings) = (store, settings);

    public PirTestHost Host => _hosts[^1];
    public string Directory => _store.Directory;
    public HttpClient Api { get; private set; } = null!;

    /// <summary>
    /// Starts it where private targets are allowed and failed attempts follow each other quickly.
    /// </summary>
    public static async Task<NotificationDriver> StartAsync(
        DataProvider provider = DataProvider.Sqlite,
        Action<WebApplicationBuilder>? configure = null,
        params (string, string?)[] settings
    )
    {
        var store =
            provider == DataProvider.Sqlite
                ? TestStore.Sqlite()
                : await TestStore.PostgreSqlAsync();
        var notifications = new NotificationDriver(
            store,
            [
                ("Notification:AllowPrivateTargets", "true"),
                ("Notification:RetrySchedule:0", "00:00:00"),
                ("Notification:RetrySchedule:1", "00:00:00.050"),
                ("Notification:RetrySchedule:2", "00:00:00.100"),
                .. settings,
            ]
        );
        await notifications.AddHostAsync(configure);
        return notifications;
    }

    /// <summary>Another process on the same data.</summary>
    public async Task<PirTestHost> AddHostAsync(
        Action<WebApplicationBuilder>? configure = null,
        params (string, string?)[] settings
    )
    {
        var host = await PirTestHost.StartAsync(
            _store,
            [new NotificationModule()],
            configure: configure,
            settings: [.. _settings, .. settings]
        );
        _hosts.Add(host);
        Api = host.Client();
        return host;
    }

    /// <summary>Kills the newest process.</summary>
    public async Task CrashAsync()
    {
        var host = Host;
        _hosts.Remove(host);
        await host.DisposeAsync();
    }

    /// <summary>Ends the newest process as an operator does.</summary>
    public async Task StopAsync()
    {
        await Host.Services.GetRequiredService<IHost>().StopAsync();
        await CrashAsync();
    }

    public async Task<Subscribed> SubscribeAsync(
        Uri url,
        string[]? events = null,
        EventFilter? filter = null
    )
    {
        var response = await Api.PostAsJsonAsync(
            "/api/subscriptions",
            new CreateSubscriptionRequest(null, url.ToString(), events ?? ["*"], filter)
        );
        var json = await BodyAsync(response, HttpStatusCode.Created);
        return new(json.GetProperty("id").GetGuid(), json.GetProperty("secret").GetString()!);
    }

    /// <summary>Publishes an event. Returns once the service has committed its effects.</summary>
    public async Task<EventEnvelope> TellAsync(IEvent fact, Guid? subject = null, int version = 1)
    {
        var batch = PirTestHost.BatchOf(
            fact,
            subject ?? Guid.CreateVersion7(),
            version,
            Facts.Time
        );
        await Host.TellAsync(batch);
        return batch.Events[0];
    }

    /// <summary>One batch of so many opened incidents.</summary>
    public static EventBatch Storm(int events)
    {
        var envelopes = Enumerable
            .Range(1, events)
            .Select(i => Facts.Incident(number: i))
            .Select(i => PirTestHost.BatchOf(Facts.Opened(i), i.Id, 1, Facts.Time).Events[0]);
        return new(Guid.CreateVersion7(), EventCatalog.Intake, [.. envelopes]);
    }

    public async Task<JsonElement> GetAsync(
        string path,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => await BodyAsync(await Api.GetAsync(path), expected);

    public async Task<JsonElement> PostAsync(
        string path,
        object? body = null,
        HttpStatusCode expected = HttpStatusCode.Accepted
    ) =>
        await BodyAsync(
            await Api.PostAsync(path, body is null ? null : JsonContent.Create(body)),
            expected
        );

    public async Task<JsonElement> PatchAsync(
        string path,
        object body,
        HttpStatusCode expected = HttpStatusCode.OK
    ) => await BodyAsync(await Api.PatchAsJsonAsync(path, body), expected);

    public async Task<List<JsonElement>> DeliveriesAsync(
        Subscribed subscribed,
        string? status = null
    )
    {
        var page = await GetAsync($"{subscribed.Path}/deliveries?limit=200&status={status}");
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Waits until so many deliveries have a status.</summary>
    public async Task<List<JsonElement>> WaitForDeliveriesAsync(
        Subscribed subscribed,
        string status,
        int count
    )
    {
        List<JsonElement> found = [];
        await Eventually.Until(
            async () => (found = await DeliveriesAsync(subscribed, status)).Count >= count,
            TimeSpan.FromSeconds(60),
            $"{count} deliveries {status}",
            () => $"{found.Count} are."
        );
        return found;
    }

    public static async Task<JsonElement> BodyAsync(
        HttpResponseMessage response,
        HttpStatusCode expected
    )
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _store.DisposeAsync();
    }
}

/// <summary>The databases the front-door tests run on.</summary>
public sealed class EachDatabase : Xunit.TheoryData<DataProvider>
{
    public EachDatabase()
    {
        Add(DataProvider.Sqlite);
        Add(DataProvider.PostgreSql);
    }
}
