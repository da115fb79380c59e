using System.Text;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>A batch leaves the outbox complete, on either way.</summary>
public sealed class OutgoingBatchTests
{
    private static readonly Guid Id = Guid.Parse("01a1fc7c-06bd-76c8-92b1-f5124485f103");

    [Fact]
    public void A_small_batch_goes_as_it_was_written()
    {
        var written = Written(events: 1);

        Sent(written).ShouldBe(Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void A_large_batch_goes_packed_and_is_received_the_same()
    {
        var written = Written(events: 50);

        var sent = Sent(OutboxMessage.Pack(written));

        sent.Length.ShouldBeLessThan(written.Length / 3);
        sent.ShouldStartWith($$"""{"id":"{{Id}}","source":"review","packed":""");
        var received = JsonSerializer.Deserialize<EventBatch>(sent, EventJson.Options)!;
        JsonSerializer.SerializeToUtf8Bytes(received, EventJson.Options).ShouldBe(written);
    }

    [Fact]
    public void A_batch_cut_off_anywhere_is_known_to_be_damaged()
    {
        var whole = Written(events: 1);
        for (var length = 0; length < whole.Length; length++)
        {
            Damaged(whole[..length]);
        }
    }

    [Fact]
    public void A_packed_batch_that_cannot_be_unpacked_is_known_to_be_damaged()
    {
        var packed = OutboxMessage.Pack(Written(events: 50));
        Damaged([0xFF, .. packed[1..]]);
        Damaged(packed[..(packed.Length / 2)]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"x","source":"review","events":[]}""")]
    [InlineData("""{"id":"01a1fc7c-06bd-76c8-92b1-f5124485f103","source":"review"}""")]
    [InlineData(
        """{"id":"01a1fc7c-06bd-76c8-92b1-f5124485f103","source":"review","packed":"AAAA"}"""
    )]
    public void What_is_no_batch_is_not_received(string sent) =>
        Should.Throw<Exception>(() =>
            JsonSerializer.Deserialize<EventBatch>(sent, EventJson.Options)!.Events.Count
        );

    private static void Damaged(byte[] body) =>
        Should.Throw<JsonException>(
            () => OutgoingBatch.Of(Id, "review", body),
            $"{body.Length} bytes"
        );

    private static string Sent(byte[] body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            OutgoingBatch.Of(Id, "review", body).WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static byte[] Written(int events) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new EventBatch(Id, "review", [.. Enumerable.Range(0, events).Select(Event)]),
            EventJson.Options
        );

    private static EventEnvelope Event(int n) =>
        new(
            Guid.CreateVersion7(),
            "pir.review.opened.v1",
            "review",
            $"subject-{n}",
            n,
            DateTime.UnixEpoch.AddDays(n),
            DateTime.UnixEpoch.AddDays(n),
            new("user", "u1", "Riley"),
            null,
            JsonSerializer.SerializeToElement(new { number = n })
        );
}
