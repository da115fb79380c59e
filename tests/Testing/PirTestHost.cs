using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pir.Contracts.Audit;
using Pir.Contracts.Events;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;
using Pir.Testing.SqlServer;

namespace Pir.Testing;

/// <summary>
/// One or several services in this process, on a real port with real storage and the in-process
/// mediator. Use it over HTTP, send it events like its producers, and see what it publishes.
/// </summary>
public sealed class PirTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<EventBatch> _published;

    private PirTestHost(WebApplication app, ConcurrentQueue<EventBatch> published, Uri address)
    {
        _app = app;
        _published = published;
        Address = address;
    }

    /// <summary>Base address, on a free loopback port.</summary>
    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Every batch published so far, in publishing order.</summary>
    public IReadOnlyList<EventBatch> PublishedBatches => [.. _published];

    /// <summary>Every event published so far, in publishing order, without audit entries.</summary>
    public IReadOnlyList<EventEnvelope> Published => [.. All.Where(e => e.Type != AuditEntry)];

    /// <summary>The audit entries so far.</summary>
    public IReadOnlyList<EventEnvelope> Audited => [.. All.Where(e => e.Type == AuditEntry)];

    private static string AuditEntry { get; } = EventCatalog.Of(typeof(AuditEntryRecorded)).Name;

    private IEnumerable<EventEnvelope> All => _published.SelectMany(b => b.Events);

    /// <param name="broker">RabbitMQ to go through; null for the in-process mediator.</param>
    /// <summary>
    /// Starts the modules on a store; several hosts may share one store (replicas) where it is a
    /// database server.
    /// </summary>
    public static async Task<PirTestHost> StartAsync(
        TestStore store,
        IReadOnlyList<IPirModule> modules,
        TimeProvider? clock = null,
        Action<WebApplicationBuilder>? configure = null,
        Uri? broker = null,
        params (string Key, string? Value)[] settings
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = "Testing" }
        );
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(await SettingsAsync(store, settings));
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.AddPirDefaults(modules[0].Name);
        builder.AddPirTickets();
        builder.Services.Configure<AuthenticationOptions>(o => o.DefaultScheme = Tickets.Scheme);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var consumers = builder.AddModules([.. modules]);
        var published = new ConcurrentQueue<EventBatch>();
        Connect(builder, consumers, broker, published);
        // Hundreds of accounts are made and signed in with: the product's rounds take 0.1 s each.
        builder.Services.PostConfigure<PasswordHasherOptions>(o => o.IterationCount = 1000);
        builder.Services.AddSingleton<IInterceptor>(SqlServerTwin.Instance);
        configure?.Invoke(builder);
        var app = builder.Build();
        // The bus keeps the first host of a process as its logger, also when that one is long gone.
        MassTransit.LogContext.ConfigureCurrentLogContext(
            app.Services.GetRequiredService<ILoggerFactory>()
        );
        app.UsePirDefaults();
        app.MapModules([.. modules]);
        await CreateSchemaAsync(app.Services);
        await app.StartAsync();
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return new(app, published, new Uri(address));
    }

    /// <summary>A caller with a ticket for these scopes; all of them when none is named.</summary>
    public HttpClient Client(params string[] scopes)
    {
        var principal = PirClaims.Create(
            "Test",
            "user",
            "user-1",
            "Riley Responder",
            [],
            scopes.Length == 0 ? [Scope.Admin] : scopes
        );
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            Services.GetRequiredService<TicketIssuer>().Issue(principal)
        );
        return client;
    }

    /// <summary>A person with this id, these teams and these scopes.</summary>
    public HttpClient ClientOf(string id, string name, string[] teams, params string[] scopes)
    {
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            Services
                .GetRequiredService<TicketIssuer>()
                .Issue(PirClaims.Create("Test", "user", id, name, [], scopes, teams))
        );
        return client;
    }

    /// <summary>A caller without any proof of who it is.</summary>
    public HttpClient AnonymousClient() => new() { BaseAddress = Address };

    /// <summary>
    /// Sends a batch to the services in this host, like another service's outbox. Returns once its
    /// effects are committed.
    /// </summary>
    public Task TellAsync(EventBatch batch) =>
        Services
            .GetRequiredService<IEventTransport>()
            .PublishAsync(OutgoingBatch.Of(batch), CancellationToken.None);

    /// <summary>A batch with one fact from its producer.</summary>
    public static EventBatch BatchOf(
        IEvent fact,
        Guid subject,
        int version,
        DateTime occurredAt,
        Actor? actor = null
    )
    {
        var source = EventCatalog.Of(fact.GetType()).Producers[0];
        var envelope = EventEnvelopes.Create(
            fact,
            source,
            subject,
            version,
            occurredAt,
            occurredAt,
            actor ?? Actor.System
        );
        return new(Guid.CreateVersion7(), source, [envelope]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Connect(
        WebApplicationBuilder builder,
        ConsumerRegistration consumers,
        Uri? broker,
        ConcurrentQueue<EventBatch> published
    )
    {
        if (broker is null)
        {
            builder.AddPirMediator(consumers);
        }
        else
        {
            builder.Configuration["ConnectionStrings:messaging"] = broker.ToString();
            builder.AddPirRabbitMq(consumers);
        }

        var inner = broker is null ? typeof(MediatorTransport) : typeof(RabbitTransport);
        builder.Services.AddSingleton<IEventTransport>(p => new RecordingTransport(
            (IEventTransport)ActivatorUtilities.CreateInstance(p, inner),
            published
        ));
    }

    private static async Task<Dictionary<string, string?>> SettingsAsync(
        TestStore store,
        (string Key, string? Value)[] settings
    )
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Data:Provider"] = store.Provider.ToString(),
            ["Data:Directory"] = store.Directory,
        };
        foreach (
            var name in (string[])
                ["intakedb", "timelinedb", "reviewdb", "actiondb", "notificationdb", "gatewaydb"]
        )
        {
            if (store.Provider != DataProvider.Sqlite)
            {
                all["ConnectionStrings:" + name] = await store.ConnectionString(name);
            }
        }

        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return all;
    }

    private static async Task CreateSchemaAsync(IServiceProvider services)
    {
        foreach (var database in services.GetServices<PirDatabase>())
        {
            await using var scope = services.CreateAsyncScope();
            await using var db = database.Create(scope.ServiceProvider);
            if (HasMigrations(db))
            {
                await db.Database.MigrateAsync();
            }
            else
            {
                await db.Database.EnsureCreatedAsync();
            }
        }
    }

    private static bool HasMigrations(DbContext db)
    {
        try
        {
            return db.Database.GetMigrations().Any();
        }
        catch (FileNotFoundException)
        {
            return false; // This test project does not reference the migrations of this provider.
        }
    }
}
