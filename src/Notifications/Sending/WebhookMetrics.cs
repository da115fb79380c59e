using System.Diagnostics.Metrics;
using Pir.Platform.Messaging;

namespace Pir.Notifications.Sending;

/// <summary>Metrics of webhook deliveries.</summary>
public static class WebhookMetrics
{
    /// <summary>Attempts, by <c>outcome</c>: <c>delivered</c> or the error code.</summary>
    public static Counter<long> Attempts { get; } =
        PirTelemetry.Meter.CreateCounter<long>("pir.webhook.attempts", "{attempt}");

    /// <summary>Deliveries given up.</summary>
    public static Counter<long> GivenUp { get; } =
        PirTelemetry.Meter.CreateCounter<long>("pir.webhook.given_up", "{delivery}");

    /// <summary>Subscriptions disabled by the sender, by <c>reason</c>.</summary>
    public static Counter<long> Disabled { get; } =
        PirTelemetry.Meter.CreateCounter<long>("pir.webhook.disabled", "{subscription}");

    /// <summary>Time of one attempt.</summary>
    public static Histogram<double> Duration { get; } =
        PirTelemetry.Meter.CreateHistogram<double>("pir.webhook.duration", "s");

    /// <summary>From the event's arrival here to its successful delivery.</summary>
    public static Histogram<double> Latency { get; } =
        PirTelemetry.Meter.CreateHistogram<double>("pir.webhook.latency", "s");

    public static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
