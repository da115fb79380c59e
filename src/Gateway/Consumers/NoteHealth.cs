using Pir.Contracts.Connections;
using Pir.Contracts.Events;
using Pir.Gateway.Data;
using Pir.Platform.Messaging;

namespace Pir.Gateway.Consumers;

/// <summary>
/// Writes audit entries for connections that fail or recover. No request causes these entries.
/// </summary>
internal sealed class NoteHealth(GatewayDbContext db)
    : IHandle<SourceHealthChanged>,
        IHandle<SubscriptionHealthChanged>
{
    public Task HandleAsync(
        SourceHealthChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var action = IsFailing(fact.Health)
            ? AuditActions.SourceFailing
            : AuditActions.SourceRecovered;
        Add(context, action, "source", fact.Source.Name, fact.Health);
        return Task.CompletedTask;
    }

    public Task HandleAsync(
        SubscriptionHealthChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var action = IsFailing(fact.Health)
            ? AuditActions.SubscriptionFailing
            : AuditActions.SubscriptionRecovered;
        var name = fact.Subscription.Name ?? fact.Subscription.Host;
        Add(context, action, "subscription", name, fact.Health);
        return Task.CompletedTask;
    }

    private void Add(
        EventContext context,
        string action,
        string kind,
        string name,
        ConnectionHealth health
    ) =>
        db.Audit.Add(
            AuditEntry.Of(
                new(
                    action,
                    AuditActions.Words[action],
                    new(kind, context.Subject, null, name),
                    health.Detail,
                    Address: null
                ),
                Actor.System,
                context.Time,
                context.Id
            )
        );

    private static bool IsFailing(ConnectionHealth health) =>
        health.State == ConnectionState.Failing;
}
