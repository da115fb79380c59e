using Pir.Contracts.Api;
using Pir.Contracts.Events;

namespace Pir.Notifications.Domain;

/// <summary>
/// A way to tell somebody. The channel policy decides whom; a channel knows its addresses and sends
/// with the retries of its kind.
/// </summary>
public interface IChannel
{
    ChannelKind Kind { get; }

    /// <summary>
    /// Adds a message about an event to the unit of work, at most once for each address.
    /// </summary>
    /// <returns>
    /// The name of the address, and the delivery; null where it does not exist or takes none.
    /// </returns>
    (string? Name, Guid? DeliveryId) Send(
        EventEnvelope envelope,
        EventFacets facets,
        Guid address,
        DateTime now
    );
}
