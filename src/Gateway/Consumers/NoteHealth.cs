using Pir.Contracts.Api;
using Pir.Contracts.Connections;
using Pir.Contracts.Texts;
using Pir.Gateway.Data;
using Pir.Platform.Messaging;

namespace Pir.Gateway.Consumers;

/// <summary>
/// Writes the audit log's lines about connections that fail and recover. No request causes these,
/// so the gateway sees none. They come as events; none is lost or doubled.
/// </summary>
internal sealed class NoteHealth(GatewayDbContext db)
    : IHandle<SourceHealthChanged>,
        IHandle<SubscriptionHealthChanged>
{
    private const int LongestDetail = 500;

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
            new()
            {
                At = context.Time,
                Action = action,
                ActorKind = context.Actor.Kind,
                ActorId = context.Actor.Id,
                ActorName = context.Actor.Name,
                SubjectKind = kind,
                SubjectId = context.Subject,
                SubjectName = name,
                Detail = health.Detail?.Truncated(LongestDetail),
            }
        );

    private static bool IsFailing(ConnectionHealth health) =>
        health.State == ConnectionState.Failing;
}
