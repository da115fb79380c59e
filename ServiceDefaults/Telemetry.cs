using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pir.Platform.Messaging;

namespace Pir.ServiceDefaults;

/// <summary>Traces, metrics and logs over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; nothing leaves the process otherwise.</summary>
internal static class Telemetry
{
    public static void AddPirTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        var sdk = OpenTelemetrySdk.Create(otel =>
        {
            otel.ConfigureResource(r =>
                r.AddService(builder.Configuration["OTEL_SERVICE_NAME"] ?? serviceName)
            );
            otel.WithTracing(t =>
                t.AddSource(
                    "Microsoft.AspNetCore",
                    "System.Net.Http",
                    "MassTransit",
                    "Npgsql",
                    PirTelemetry.Name
                )
            );
            otel.WithMetrics(m =>
                m.AddMeter(
                    "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel",
                    "System.Net.Http",
                    "System.Runtime",
                    "MassTransit",
                    "Npgsql",
                    PirTelemetry.Name
                )
            );
            otel.WithLogging();
            otel.UseOtlpExporter();
        });
        builder.Services.AddSingleton(sdk);
        builder.Logging.AddProvider(new SdkLoggerProvider(sdk));
        builder.Services.AddHostedService<TelemetryLifetime>();
    }

    /// <summary>Flushes what is still buffered when the process stops.</summary>
    private sealed class TelemetryLifetime(OpenTelemetrySdk sdk) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            sdk.Dispose();
            return Task.CompletedTask;
        }
    }

    /// <summary>The hosting package would register this; the SDK alone hands out a factory only.</summary>
    private sealed class SdkLoggerProvider(OpenTelemetrySdk sdk) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) =>
            sdk.GetLoggerFactory().CreateLogger(categoryName);

        public void Dispose() { }
    }
}
