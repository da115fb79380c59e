using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Pir.Contracts.Events;

namespace Pir.Platform.Messaging;

/// <summary>
/// What is published in place of an <see cref="EventBatch"/>: the same message, to the broker and
/// to whoever receives it, but written already.
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
        ) => throw new NotSupportedException("It is received as an EventBatch.");

        public override void Write(
            Utf8JsonWriter writer,
            WrittenBatch value,
            JsonSerializerOptions options
        ) => value.Batch.WriteTo(writer);
    }

    private OutgoingBatch Batch => batch;
}
