using System.Text;
using System.Text.Json;
using Pir.Platform.Messaging;
using Shouldly;
using Xunit;

namespace Pir.Platform.Tests;

/// <summary>What leaves the outbox is whole, whichever way it goes.</summary>
public sealed class OutgoingBatchTests
{
    private const string Whole =
        """{"id":"01a1fc7c-06bd-76c8-92b1-f5124485f103","source":"review","events":[{"a":1}]}""";

    [Fact]
    public void A_whole_batch_goes_as_it_was_written()
    {
        var batch = OutgoingBatch.Of(Encoding.UTF8.GetBytes(Whole));

        batch.Id.ShouldBe(Guid.Parse("01a1fc7c-06bd-76c8-92b1-f5124485f103"));
        batch.Source.ShouldBe("review");
        Encoding.UTF8.GetString(batch.Json.Span).ShouldBe(Whole);
    }

    [Fact]
    public void A_batch_cut_off_anywhere_is_known_to_be_damaged()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            var cut = Encoding.UTF8.GetBytes(Whole[..length]);
            Should.Throw<JsonException>(() => OutgoingBatch.Of(cut), $"{length} characters");
        }
    }
}
