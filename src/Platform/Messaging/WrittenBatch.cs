using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// Published instead of an <see cref="EventBatch"/>: the same message to the broker and its
/// consumers, but already serialized.
/// </summary>
[MessageUrn("Pir.Contracts.Events:EventBatch")]
[JsonConverter(typeof(Converter))]
public sealed class WrittenBatch(OutgoingBatch batch)
{
    private sealed class Converter : JsonConverter<WrittenBatch>
    {
        public override WrittenBatch Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) =>
            throw new NotSupportedException(
                "A WrittenBatch is only sent. Consumers receive an " + "EventBatch."
            );

        public override void Write(
            Utf8JsonWriter writer,
            WrittenBatch value,
            JsonSerializerOptions options
        ) => value.Batch.WriteTo(writer);
    }

    private OutgoingBatch Batch => batch;
}
