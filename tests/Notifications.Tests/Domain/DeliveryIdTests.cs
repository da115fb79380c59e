using Pir.Notifications.Domain;
using Shouldly;
using Xunit;

namespace Pir.Notifications.Tests.Domain;

public sealed class DeliveryIdTests
{
    private static readonly Guid Event = Guid.CreateVersion7();
    private static readonly Guid Subscription = Guid.CreateVersion7();

    [Fact]
    public void Is_the_same_for_the_same_event_and_subscription()
    {
        DeliveryId.For(Event, Subscription).ShouldBe(DeliveryId.For(Event, Subscription));
        DeliveryId
            .For(Event, Guid.CreateVersion7())
            .ShouldNotBe(DeliveryId.For(Event, Subscription));
        DeliveryId
            .For(Guid.CreateVersion7(), Subscription)
            .ShouldNotBe(DeliveryId.For(Event, Subscription));
    }

    [Fact]
    public void Sorts_by_the_events_time_and_is_a_proper_guid()
    {
        var id = DeliveryId.For(Event, Subscription);

        id.ToString()[..13].ShouldBe(Event.ToString()[..13]);
        id.Version.ShouldBe(8);
    }

    [Fact]
    public void Reads_its_own_text_and_a_plain_guid()
    {
        var id = DeliveryId.For(Event, Subscription);

        DeliveryId.ToText(id).ShouldMatch("^msg_[0-9a-f]{32}$");
        DeliveryId.TryParse(DeliveryId.ToText(id), out var read).ShouldBeTrue();
        read.ShouldBe(id);
        DeliveryId.TryParse(id.ToString(), out read).ShouldBeTrue();
        read.ShouldBe(id);
        DeliveryId.TryParse("msg_x", out _).ShouldBeFalse();
        DeliveryId.TryParse(null, out _).ShouldBeFalse();
    }
}
