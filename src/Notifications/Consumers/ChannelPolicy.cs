using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;

namespace Pir.Notifications.Consumers;

/// <summary>
/// Tells stakeholders about an event as the channel policy says, or as an automation rule asks.
/// What it adds is committed with the event, so that it happens once.
/// </summary>
public sealed class ChannelPolicy(
    NotificationDbContext db,
    EventGroup group,
    IEnumerable<IChannel> channels
)
{
    private const string Removed = "a removed subscription";

    public void Tell(EventEnvelope envelope, EventFacets facets, DateTime now)
    {
        if (facets is not { IsSilent: false, IncidentId: { } incident })
        {
            return;
        }

        if (Telling.NoticeOf(envelope) is { } notice)
        {
            var target = new ChannelTarget(
                notice.Audience,
                notice.SubscriptionId,
                ChannelKind.Webhook
            );
            Tell(target, null, notice.Rule, incident, envelope, facets, now);
        }
        else if (
            Telling.MomentOf(envelope) is { } moment
            && ChannelRule.Choose(group.ChannelRules, facets, moment) is { } rule
        )
        {
            foreach (var target in rule.Fields.Channels!)
            {
                Tell(target, moment, rule.Name, incident, envelope, facets, now);
            }
        }
    }

    private void Tell(
        ChannelTarget target,
        ChannelMoment? moment,
        string rule,
        Guid incident,
        EventEnvelope envelope,
        EventFacets facets,
        DateTime now
    )
    {
        var address = target.SubscriptionId!.Value;
        var (name, delivery) = channels
            .Single(c => c.Kind == target.Kind)
            .Send(envelope, facets, address, now);
        db.Tellings.Add(
            new()
            {
                Id = Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero)),
                IncidentId = incident,
                EventId = envelope.Id,
                Moment = moment,
                Audience = target.Audience!,
                Kind = target.Kind!.Value,
                Address = address,
                Channel = name ?? group.NameOf(address) ?? Removed,
                Rule = rule,
                At = now,
                DeliveryId = delivery,
            }
        );
    }
}
