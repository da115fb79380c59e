using System.Net;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Notifications.Consumers;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Notifications.Features;
using Pir.Notifications.Sending;
using Pir.Notifications.Streaming;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;
using Pir.ServiceDefaults.Auth;

namespace Pir.Notifications;

/// <summary>
/// Publishes events outside the product: signed webhooks for subscribers, and an event stream.
/// </summary>
public sealed class NotificationModule : IPirModule
{
    public string Name => EventCatalog.Notification;

    public void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<NotificationOptions>().BindConfiguration("Notification");
        builder.AddPirDbContext<NotificationDbContext>("notification", "notificationdb");
        services.AddPirOutbox<NotificationDbContext>();
        services.AddDataProtection();

        services.AddScoped<SelectionReader>();
        services.AddScoped<SubscriptionEditor>();
        services.AddScoped<ReplayEvents.Replayer>();
        services.AddScoped<ChannelRuleEditor>();
        services.AddScoped<WebhookChannel>();
        services.AddScoped<IChannel>(p => p.GetRequiredService<WebhookChannel>());
        services.AddScoped<ChannelPolicy>();
        services.AddSingleton<StreamEvents.EventStream>();
        services.AddSingleton<StreamSeats>();
        services.AddSingleton<EventTail>();
        services.AddHostedService(p => p.GetRequiredService<EventTail>());

        services.AddSingleton<ResolveHost>((host, token) => Dns.GetHostAddressesAsync(host, token));
        services.AddSingleton<TargetGuard>();
        services.AddSingleton<WebhookClient>();
        services.AddSingleton<SecretVault>();
        services.AddSingleton<ISealedSecrets, SubscriptionSecrets>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<OutcomeWriter>();
        services.AddHostedService<DeliverySender>();
        services.AddSingleton<EventLogRetention>();
        services.AddHostedService(p => p.GetRequiredService<EventLogRetention>());
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<NotificationDbContext>(
            Name,
            handlers =>
                handlers
                    .Preload<EventGroup>()
                    .Handle<IncidentDeleted, ForgetIncident>()
                    .HandleAny<RecordEvent>(
                        EventCatalog.Intake,
                        EventCatalog.TimelineService,
                        EventCatalog.Review,
                        EventCatalog.ActionTracking,
                        EventCatalog.Notification
                    )
        );

    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapPirApi(Name, "/api");
        var subscriptions = api.MapGroup("").WithTags("Subscriptions");
        subscriptions.MapCreateSubscription();
        subscriptions.MapListSubscriptions();
        subscriptions.MapChangeSubscription();
        subscriptions.MapDeleteSubscription();
        subscriptions.MapRotateSecret();
        subscriptions.MapSendTestEvent();
        subscriptions.MapListDeliveries();
        subscriptions.MapReplayEvents();
        var channels = api.MapGroup("").WithTags("Channel policy");
        channels.MapChannelRules();
        channels.MapTryChannelRules();
        channels.MapListTellings();
        api.MapGroup("").WithTags("Events").MapStreamEvents();
    }
}
