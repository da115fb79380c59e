using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>One trace tells the way of an alert from the webhook to the subscriber, in both shapes.</summary>
public sealed class TraceTests
{
    [Fact]
    public async Task One_trace_spans_Standalone()
    {
        await using var spans = await OtlpSink.StartNewAsync();
        await using var installation = await StandaloneInstallation.StartAsync(spans.Variables);

        await OneTraceAsync(installation, spans);
    }

    [Fact]
    public async Task One_trace_spans_the_processes_and_the_broker()
    {
        await using var spans = await OtlpSink.StartNewAsync();
        await using var installation = await DistributedInstallation.StartAsync(spans.Variables);

        var trace = await OneTraceAsync(installation, spans);

        trace
            .Select(s => s.Service)
            .Distinct()
            .ShouldBe(
                [
                    "gateway",
                    "incident-intake",
                    "timeline",
                    "review",
                    "action-tracking",
                    "notification",
                ],
                ignoreOrder: true
            );
        // The bus's own spans: the hop through the broker is in the same trace.
        trace.ShouldContain(s => s.Service == "incident-intake" && s.Name.EndsWith(" send"));
        trace.ShouldContain(s => s.Service == "notification" && s.Name.EndsWith(" receive"));
    }

    private static async Task<List<ExportedSpan>> OneTraceAsync(
        Installation installation,
        OtlpSink spans
    )
    {
        using var pir = new Driver(installation);
        await using var subscriber = await WebhookSink.StartNewAsync();
        await pir.PostAsync(
            "/api/subscriptions",
            new { url = subscriber.At("/hook"), events = new[] { "incident.opened" } },
            HttpStatusCode.Created
        );
        var webhook = await pir.ASourceAsync("alertmanager");
        var traceId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, webhook)
        {
            Content = JsonContent.Create(
                Driver.Alertmanager("fp-1", "firing", DateTime.UnixEpoch.AddYears(56))
            ),
        };
        request.Headers.Add(
            "traceparent",
            $"00-{traceId}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}-01"
        );
        using var answer = await pir.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var told = (await subscriber.WaitForAsync(1))[0];
        List<ExportedSpan> Trace() => [.. spans.Spans.Where(s => s.TraceId == traceId)];
        await spans.WaitForAsync(
            _ =>
                Trace() is var trace
                && trace.Exists(s => IsWebhook(s))
                && trace.Exists(s => s.Name == "outbox publish")
                && trace.Count(s => s.Name == "handle pir.incident.opened.v1") >= 4
                && trace.Exists(s => s.Name == "webhook deliver"),
            TimeSpan.FromSeconds(30),
            $"the spans of the trace {traceId}"
        );

        // The subscriber can go on with the trace: in the request and in the event.
        told.Header("traceparent").ShouldNotBeNull().ShouldContain(traceId);
        told.Json.GetProperty("traceparent").GetString()!.ShouldContain(traceId);
        EachHasItsParent(Trace());
        return Trace();
    }

    private static bool IsWebhook(ExportedSpan span) =>
        span.Name == "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    /// <summary>No span hangs in the air: each of ours follows from one that was exported too, up to the request.</summary>
    private static void EachHasItsParent(List<ExportedSpan> trace)
    {
        var known = trace.ConvertAll(s => s.SpanId);
        string[] names = ["outbox publish", "handle pir.incident.opened.v1", "webhook deliver"];
        foreach (var span in trace.Where(s => names.Contains(s.Name)))
        {
            known.ShouldContain(span.ParentSpanId, span.ToString());
        }
    }
}
