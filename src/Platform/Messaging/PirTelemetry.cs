using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pir.Platform.Messaging;

/// <summary>The product's own spans and instruments; both are named <c>Pir</c>.</summary>
public static class PirTelemetry
{
    public const string Name = "Pir";

    public static ActivitySource Source { get; } = new(Name);
    public static Meter Meter { get; } = new(Name);

    public static Counter<long> Published { get; } =
        Meter.CreateCounter<long>("pir.outbox.published", "{message}");
    public static Counter<long> PublishFailed { get; } =
        Meter.CreateCounter<long>("pir.outbox.failed", "{message}");
    public static Counter<long> Adopted { get; } =
        Meter.CreateCounter<long>("pir.outbox.adopted", "{message}");
    public static Counter<long> Duplicates { get; } =
        Meter.CreateCounter<long>("pir.inbox.duplicates", "{message}");
    public static Counter<long> ParkedEvents { get; } =
        Meter.CreateCounter<long>("pir.inbox.parked", "{event}");
}
