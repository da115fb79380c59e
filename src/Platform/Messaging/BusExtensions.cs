using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>Connects a process's outboxes and consumers to RabbitMQ, or to each other.</summary>
public static class BusExtensions
{
    /// <summary>Topic exchange for all events. The routing key is the producing service.</summary>
    public const string Exchange = "pir.events";

    /// <summary>Adds the outbox dispatcher of a database whose service publishes events.</summary>
    public static void AddPirOutbox<TDb>(this IServiceCollection services)
        where TDb : PirDbContext => services.AddHostedService<OutboxDispatcher<TDb>>();

    /// <summary>
    /// All services in this process, without a broker: events are dispatched by mediator.
    /// </summary>
    public static void AddPirMediator(
        this IHostApplicationBuilder builder,
        ConsumerRegistration consumers
    )
    {
        builder.AddPirMessaging();
        // Covers the consumers' commits and their retries.
        builder.Services.Configure<OutboxOptions>(o => o.PublishTimeout = TimeSpan.FromMinutes(1));
        builder.Services.AddMediator(x => AddConsumers(x, consumers));
        builder.Services.AddSingleton<IEventTransport, MediatorTransport>();
    }

    /// <summary>
    /// One of several processes, connected by RabbitMQ at <c>ConnectionStrings:messaging</c>.
    /// </summary>
    /// <param name="deployTopologyOnly">
    /// For the migration runner: declare exchanges and queues, start no consumer.
    /// </param>
    public static void AddPirRabbitMq(
        this IHostApplicationBuilder builder,
        ConsumerRegistration consumers,
        bool deployTopologyOnly = false
    )
    {
        var address = BrokerAddress.From(builder.Configuration);
        builder.AddPirMessaging();
        builder.Services.AddMassTransit(x =>
        {
            AddConsumers(x, consumers);
            // A service also works without its broker: the outbox keeps what cannot be published
            // yet.
            x.ConfigureHealthCheckOptions(o => o.MinimalFailureStatus = HealthStatus.Degraded);
            // A self-hosted product does not phone home.
            x.ConfigureUsageTelemetryOptions(o => o.Enabled = false);
            x.UsingRabbitMq(
                (context, bus) =>
                    ConfigureRabbitMq(context, bus, address, consumers, deployTopologyOnly)
            );
        });
        builder.Services.Configure<MassTransitHostOptions>(o =>
        {
            // HTTP starts first. With an outbox, nothing needs the broker to be up.
            o.WaitUntilStarted = false;
            o.StopTimeout = TimeSpan.FromSeconds(15);
            o.ConsumerStopTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddSingleton<IEventTransport, RabbitTransport>();
        builder.Services.AddSingleton<ErrorQueue>();
        builder.Services.AddSingleton<PublishHealth>();
        builder.Services.AddHealthChecks().AddCheck<PublishHealth>("broker");
    }

    private static void AddPirMessaging(this IHostApplicationBuilder builder)
    {
        builder.AddPirPersistence();
        var isOnlyProcess = DataOptions.From(builder.Configuration).Provider == DataProvider.Sqlite;
        builder
            .Services.AddOptions<OutboxOptions>()
            .Configure(o => o.IsOnlyProcess = isOnlyProcess)
            .BindConfiguration("Outbox");
        builder.Services.AddHostedService<Retention>();
    }

    private static void AddConsumers(IRegistrationConfigurator x, ConsumerRegistration consumers)
    {
        foreach (var binding in consumers.Bindings)
        {
            x.AddConsumer(binding.ConsumerType);
        }
    }

    private static void ConfigureRabbitMq(
        IBusRegistrationContext context,
        IRabbitMqBusFactoryConfigurator bus,
        Uri address,
        ConsumerRegistration consumers,
        bool deployTopologyOnly
    )
    {
        bus.Host(address, h => h.PublisherConfirmation = true);
        bus.DeployTopologyOnly = deployTopologyOnly;
        bus.ConfigureJsonSerializerOptions(o =>
        {
            EventJson.Apply(o);
            o.WriteIndented = false; // The default of the bus makes messages 50 % longer.
            return o;
        });
        bus.Message<EventBatch>(m => m.SetEntityName(Exchange));
        bus.Publish<EventBatch>(p => p.ExchangeType = "topic");
        bus.Message<WrittenBatch>(m => m.SetEntityName(Exchange));
        bus.Publish<WrittenBatch>(p => p.ExchangeType = "topic");
        bus.Message<HealthProbe>(m => m.SetEntityName(PublishHealth.Exchange));
        foreach (var binding in consumers.Bindings)
        {
            bus.ReceiveEndpoint(
                binding.QueueName,
                endpoint => ConfigureEndpoint(context, endpoint, binding)
            );
        }
    }

    private static void ConfigureEndpoint(
        IBusRegistrationContext context,
        IRabbitMqReceiveEndpointConfigurator endpoint,
        ConsumerBinding binding
    )
    {
        endpoint.SetQuorumQueue();
        // Enough for the group processor, which commits together what has arrived together.
        endpoint.PrefetchCount = 256;
        endpoint.ConcurrentMessageLimit = 256;
        endpoint.ConfigureConsumeTopology = false;
        foreach (var source in binding.Sources)
        {
            endpoint.Bind(
                Exchange,
                b =>
                {
                    b.ExchangeType = "topic";
                    b.RoutingKey = source;
                }
            );
        }

        // For a database that is unavailable. The processor's own retries and parking handle
        // everything else.
        endpoint.UseMessageRetry(r =>
            r.Exponential(
                8,
                TimeSpan.FromMilliseconds(200),
                TimeSpan.FromSeconds(30),
                TimeSpan.FromSeconds(1)
            )
        );
        endpoint.ConfigureConsumer(context, binding.ConsumerType);
    }
}
