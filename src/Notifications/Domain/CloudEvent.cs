using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Pir.Contracts.Events;

namespace Pir.Notifications.Domain;

/// <summary>The public form of an event: CloudEvents 1.0, structured JSON.</summary>
public static class CloudEvent
{
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    /// <summary>Type of the event for testing a subscription; never in the log.</summary>
    public const string TestType = "pir.test.v1";

    // Does not escape letters of any language, but everything that could end a script or an
    // attribute.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        SkipValidation = true,
    };

    /// <summary>The body, UTF-8, on one line.</summary>
    public static byte[] Write(EventEnvelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("specversion"u8, "1.0"u8);
            json.WriteString("id"u8, envelope.Id);
            json.WriteString("source"u8, "/pir/" + envelope.Source);
            json.WriteString("type"u8, envelope.Type);
            json.WriteString("subject"u8, envelope.Subject);
            json.WriteString("time"u8, DateTime.SpecifyKind(envelope.Time, DateTimeKind.Utc));
            // An extension attribute: the version that the subject has with this event.
            json.WriteNumber("aggregateversion"u8, envelope.Version);
            json.WriteString("datacontenttype"u8, "application/json"u8);
            if (envelope.TraceParent is not null)
            {
                json.WriteString("traceparent"u8, envelope.TraceParent);
            }

            json.WritePropertyName("data"u8);
            envelope.Data.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A test event for one subscription.</summary>
    public static byte[] WriteTest(Guid id, Guid subscriptionId, DateTime time) =>
        Write(
            new EventEnvelope(
                id,
                TestType,
                EventCatalog.Notification,
                subscriptionId.ToString(),
                1,
                time,
                time,
                Actor.System,
                null,
                JsonSerializer.SerializeToElement(
                    new
                    {
                        subscriptionId,
                        message = "This is a test event. Your endpoint can receive events.",
                    },
                    EventJson.Options
                )
            )
        );
}
