namespace Aspire.Hosting.Running;

/// <summary>Where the projects send their telemetry: the dashboard this run starts.</summary>
/// <param name="Endpoint">OTLP over gRPC.</param>
/// <param name="ApiKey">What the dashboard wants in each request's header.</param>
internal sealed record TelemetryTarget(string Endpoint, string ApiKey)
{
    /// <summary>The variables that send a project's telemetry there, quickly enough to look at while developing.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables() =>
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", Endpoint),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            new("OTEL_EXPORTER_OTLP_HEADERS", $"x-otlp-api-key={ApiKey}"),
            new("OTEL_BLRP_SCHEDULE_DELAY", "1000"),
            new("OTEL_BSP_SCHEDULE_DELAY", "1000"),
            new("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
            new("OTEL_TRACES_SAMPLER", "always_on"),
            new("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
        ];
}
