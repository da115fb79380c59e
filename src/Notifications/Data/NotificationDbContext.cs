using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Domain;
using Pir.Notifications.Sending;
using Pir.Notifications.Streaming;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Data;

/// <summary>Subscriptions, the event log and deliveries.</summary>
public sealed class NotificationDbContext(
    DbContextOptions<NotificationDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<LoggedEvent> Events => Set<LoggedEvent>();
    public DbSet<KnownIncident> Incidents => Set<KnownIncident>();
    public DbSet<ChannelRule> ChannelRules => Set<ChannelRule>();
    public DbSet<Telling> Tellings => Set<Telling>();

    protected override string ServiceName => EventCatalog.Notification;

    /// <summary>Wakes the sender and the streams when something for them is committed.</summary>
    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var hasEvents = IsAdding<LoggedEvent>();
        var hasDeliveries = IsAdding<Delivery>();
        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (hasEvents)
        {
            Services.Signals.For(typeof(EventTail)).Pulse();
        }

        if (hasDeliveries)
        {
            WakeSender();
        }

        return written;
    }

    /// <summary>Signals that a delivery may be due.</summary>
    public void WakeSender() => Services.Signals.For(typeof(DeliverySender)).Pulse();

    /// <summary>
    /// Stops waiting deliveries of a disabled subscription. Attempts in progress finish on their
    /// own, and the sender stops the deliveries that it has already loaded.
    /// </summary>
    public Task<int> StopPendingAsync(
        Guid subscriptionId,
        DateTime now,
        CancellationToken cancellationToken
    ) =>
        Deliveries
            .Where(d =>
                d.SubscriptionId == subscriptionId
                && d.Status == DeliveryStatus.Pending
                && d.TestBody == null
                && (d.Owner == null || d.LeaseUntil < now)
            )
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(d => d.Status, DeliveryStatus.Disabled)
                        .SetProperty(d => d.NextAttemptAt, (DateTime?)null)
                        .SetProperty(d => d.Owner, (string?)null)
                        .SetProperty(d => d.LeaseUntil, (DateTime?)null),
                cancellationToken
            );

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Selection>().HaveConversion<SelectionConverter>();
        configurationBuilder
            .Properties<ChannelRuleFields>()
            .HaveConversion<ChannelFieldsConverter>();
    }

    private bool IsAdding<T>()
        where T : class => ChangeTracker.Entries<T>().Any(e => e.State == EntityState.Added);

    /// <inheritdoc cref="SelectionConverter"/>
    private sealed class ChannelFieldsConverter()
        : ValueConverter<ChannelRuleFields, string>(
            fields => JsonSerializer.Serialize(fields, EventJson.Options),
            json => JsonSerializer.Deserialize<ChannelRuleFields>(json, EventJson.Options)!
        );

    /// <summary>A selection is read and written as a whole: one column of JSON.</summary>
    private sealed class SelectionConverter()
        : ValueConverter<Selection, string>(
            selection => JsonSerializer.Serialize(selection, EventJson.Options),
            json => JsonSerializer.Deserialize<Selection>(json, EventJson.Options)!
        );
}
