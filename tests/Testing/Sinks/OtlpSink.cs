using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Pir.Testing.Sinks;

/// <summary>A span a process exported.</summary>
/// <param name="TraceId">32 hexadecimal digits, as in <c>traceparent</c>.</param>
/// <param name="ParentSpanId">Empty for the first span of a trace.</param>
/// <param name="Service">The exporter's <c>service.name</c>.</param>
/// <param name="Attributes">Those that are text.</param>
public sealed record ExportedSpan(
    string TraceId,
    string SpanId,
    string ParentSpanId,
    string Name,
    string Service,
    IReadOnlyDictionary<string, string> Attributes
);

/// <summary>
/// Receives exports over OTLP (http/protobuf) and keeps the spans. Metrics and logs are discarded.
/// </summary>
public sealed class OtlpSink : IAsyncDisposable
{
    private readonly ConcurrentQueue<ExportedSpan> _spans = new();
    private readonly WebApplication _server;

    private OtlpSink(int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        _server = builder.Build();
        _server.MapPost("/v1/traces", ReceiveAsync);
        _server.MapFallback(() => Results.Ok());
    }

    public Uri Address { get; }

    public IReadOnlyList<ExportedSpan> Spans => [.. _spans];

    /// <summary>
    /// Settings with which a process exports here without waiting for its batch to fill.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Variables =>
        new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Address.ToString().TrimEnd('/'),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        };

    public static async Task<OtlpSink> StartNewAsync()
    {
        var sink = new OtlpSink(FreePort.Next());
        await sink._server.StartAsync();
        return sink;
    }

    /// <summary>Waits until the spans seen so far satisfy a condition.</summary>
    /// <exception cref="TimeoutException">With the spans that did arrive.</exception>
    public async Task<IReadOnlyList<ExportedSpan>> WaitForAsync(
        Func<IReadOnlyList<ExportedSpan>, bool> condition,
        TimeSpan? deadline = null,
        string description = "spans"
    )
    {
        await Eventually.Until(
            () => condition(Spans),
            deadline,
            description,
            () =>
                string.Join(
                    '\n',
                    _spans.Select(span => $"{span.TraceId} {span.Service}: {span.Name}")
                )
        );
        return Spans;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        foreach (var span in ReadRequest(body.ToArray()))
        {
            _spans.Enqueue(span);
        }
        context.Response.ContentType = "application/x-protobuf";
    }

    // The field numbers are those of opentelemetry/proto/collector/trace/v1 and trace/v1.
    private static List<ExportedSpan> ReadRequest(ReadOnlySpan<byte> message)
    {
        var found = new List<ExportedSpan>();
        var request = new ProtobufReader(message);
        while (request.Next())
        {
            if (request.Field == 1)
            {
                ReadResourceSpans(request.Bytes, found);
            }
        }
        return found;
    }

    private static void ReadResourceSpans(ReadOnlySpan<byte> message, List<ExportedSpan> found)
    {
        var service = "";
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    service = Attributes(fields.Bytes, 1).GetValueOrDefault("service.name", "");
                    break;
                case 2:
                    ReadScopeSpans(fields.Bytes, service, found);
                    break;
            }
        }
    }

    private static void ReadScopeSpans(
        ReadOnlySpan<byte> message,
        string service,
        List<ExportedSpan> found
    )
    {
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            if (fields.Field == 2)
            {
                found.Add(ReadSpan(fields.Bytes, service));
            }
        }
    }

    private static ExportedSpan ReadSpan(ReadOnlySpan<byte> message, string service)
    {
        var (trace, id, parent, name) = ("", "", "", "");
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    trace = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 2:
                    id = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 4:
                    parent = Convert.ToHexStringLower(fields.Bytes);
                    break;
                case 5:
                    name = fields.Text;
                    break;
            }
        }
        return new ExportedSpan(trace, id, parent, name, service, Attributes(message, 9));
    }

    private static Dictionary<string, string> Attributes(ReadOnlySpan<byte> message, int field)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            if (
                fields.Field == field
                && ReadAttribute(fields.Bytes) is { Value: not null } attribute
            )
            {
                attributes[attribute.Key] = attribute.Value;
            }
        }
        return attributes;
    }

    private static (string Key, string? Value) ReadAttribute(ReadOnlySpan<byte> message)
    {
        var key = "";
        string? value = null;
        var fields = new ProtobufReader(message);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    key = fields.Text;
                    break;
                case 2:
                    var any = new ProtobufReader(fields.Bytes);
                    value = any.Next() && any.Field == 1 ? any.Text : null;
                    break;
            }
        }
        return (key, value);
    }
}
