using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.Testing.Tests;

public sealed class OtlpSinkTests
{
    [Fact]
    public async Task Keeps_the_spans_a_real_exporter_sends()
    {
        await using var sink = await OtlpSink.StartNewAsync();
        using var source = new ActivitySource("Pir.OtlpSinkTests");
        using var provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(source.Name)
            .ConfigureResource(resource => resource.AddService("timeline"))
            .AddOtlpExporter(options =>
            {
                options.Endpoint = new Uri(sink.Address, "v1/traces");
                options.Protocol = OtlpExportProtocol.HttpProtobuf;
            })
            .Build();

        string trace;
        using (var parent = source.StartActivity("outbox publish"))
        using (
            var child = source.StartActivity("handle pir.incident.opened.v1", ActivityKind.Consumer)
        )
        {
            child!.SetTag("pir.subject", "42").SetTag("number", 1);
            trace = parent!.TraceId.ToHexString();
        }
        provider!.ForceFlush();

        var spans = await sink.WaitForAsync(spans => spans.Count >= 2, description: "two spans");
        var publish = spans.Single(span => span.Name == "outbox publish");
        var handle = spans.Single(span => span.Name == "handle pir.incident.opened.v1");
        publish.TraceId.ShouldBe(trace);
        publish.ParentSpanId.ShouldBeEmpty();
        handle.TraceId.ShouldBe(trace);
        handle.ParentSpanId.ShouldBe(publish.SpanId);
        handle.Service.ShouldBe("timeline");
        handle.Attributes["pir.subject"].ShouldBe("42");
    }
}
