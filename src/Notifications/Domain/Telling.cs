using System.Text.Json;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Notifications.Domain;

/// <summary>
/// Somebody who is told about an incident by the channel policy or by an automation rule. Its
/// delivery has the outcome.
/// </summary>
public sealed class Telling
{
    public Guid Id { get; init; }
    public Guid IncidentId { get; init; }
    public Guid EventId { get; init; }

    /// <summary>Null if an automation rule told them.</summary>
    public ChannelMoment? Moment { get; init; }
    public string Audience { get; init; } = "";
    public ChannelKind Kind { get; init; }

    /// <summary>The address within its kind: the subscription of a webhook.</summary>
    public Guid Address { get; init; }

    /// <summary>The name of the channel at that time.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The name of the rule at that time.</summary>
    public string Rule { get; init; } = "";
    public DateTime At { get; init; }

    /// <summary>Null if the channel was off or removed.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>The moment that an event is about; null for events that tell nobody.</summary>
    public static ChannelMoment? MomentOf(EventEnvelope envelope) =>
        envelope.Type == Opened ? ChannelMoment.Opened
        : envelope.Type == Resolved ? ChannelMoment.Resolved
        : envelope.Type == Changed && ChangesSeverity(envelope.Data) ? ChannelMoment.SeverityChanged
        : null;

    /// <summary>What an automation rule asks to tell; null for any other event.</summary>
    public static NoticeState? NoticeOf(EventEnvelope envelope) =>
        envelope.Type == Notice
        && EventCatalog.Read(EventCatalog.Of(typeof(IncidentNoticeRequested)), envelope.Data)
            is IncidentNoticeRequested fact
            ? fact.Notice
            : null;

    /// <param name="delivery">Null if there is none, or no longer.</param>
    public TellingResponse ToResponse(Delivery? delivery) =>
        new(
            Id,
            Moment,
            Audience,
            Kind,
            Channel,
            Rule,
            At,
            StatusOf(delivery),
            delivery?.Attempts ?? 0,
            delivery is null ? null
                : Delivery.ReadLog(delivery.AttemptLog) is [.., var last] ? last.Error
                : null,
            delivery?.DeliveredAt,
            delivery?.NextAttemptAt
        );

    private static readonly string Opened = EventCatalog.Of(typeof(IncidentOpened)).Name;
    private static readonly string Resolved = EventCatalog.Of(typeof(IncidentResolved)).Name;
    private static readonly string Notice = EventCatalog.Of(typeof(IncidentNoticeRequested)).Name;
    private static readonly string Changed = EventCatalog.Of(typeof(IncidentChanged)).Name;

    private static TellingStatus StatusOf(Delivery? delivery) =>
        delivery?.Status switch
        {
            DeliveryStatus.Delivered => TellingStatus.Sent,
            DeliveryStatus.Failed => TellingStatus.Failed,
            DeliveryStatus.Pending when delivery.Attempts > 0 => TellingStatus.Retried,
            DeliveryStatus.Pending => TellingStatus.Pending,
            _ => TellingStatus.Off,
        };

    private static bool ChangesSeverity(JsonElement data) =>
        data.TryGetProperty("changes", out var changes)
        && changes.ValueKind == JsonValueKind.Array
        && changes
            .EnumerateArray()
            .Any(c => c.TryGetProperty("field", out var field) && field.ValueEquals("severity"));
}
