using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Instrumentation.Http;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pir.Platform.Messaging;

namespace Pir.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; otherwise
/// nothing leaves the process.
/// </summary>
internal static class Telemetry
{
    private const string Bus = "MassTransit";

    public static void AddPirTelemetry(this IHostApplicationBuilder builder, string serviceName)
    {
        var configuration = builder.Configuration;
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.Configure<AspNetCoreTraceInstrumentationOptions>(Configure);
        builder.Services.Configure<HttpClientTraceInstrumentationOptions>(Configure);
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource.AddService(configuration["OTEL_SERVICE_NAME"] ?? serviceName)
            )
            .WithTracing(tracing =>
                tracing
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddSqlClientInstrumentation()
                    .AddSource(Bus, PirTelemetry.Name)
                    .AddProcessor<AddressRedaction>()
            )
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddNpgsqlInstrumentation()
                    .AddMeter(Bus, PirTelemetry.Name)
            )
            .WithLogging()
            .UseOtlpExporter();
    }

    private static void Configure(AspNetCoreTraceInstrumentationOptions options)
    {
        options.Filter = http => !IsProbe(http.Request.Path);
        options.EnrichWithHttpResponse = AddressRedaction.HideCredential;
    }

    private static void Configure(HttpClientTraceInstrumentationOptions options) =>
        options.FilterHttpRequestMessage = request =>
            !IsProbe(request.RequestUri?.AbsolutePath ?? "");

    /// <summary>Health probes come every few seconds and say no more than the metrics.</summary>
    private static bool IsProbe(PathString path) => path == "/alive" || path == "/health";
}
