using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Pir.EndToEnd.Tests.Installations;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// One trace shows the path of an alert from the webhook to the subscriber, in both shapes.
/// </summary>
[Collection(DistributedCollection.Name)]
public sealed class TraceTests(SharedDistributed shared)
{
    private const string SubscriberPath = "/only-the-subscriber-knows-this";

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
        var trace = await OneTraceAsync(
            shared.Installation,
            shared.Spans,
            trace => Consumers.All(c => trace.Exists(s => IsReceived(s, c)))
        );

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
        // From the gateway to the service, and through the broker. Each hop is a child of the
        // previous one.
        string[] way =
        [
            "notification: handle pir.incident.opened.v1",
            "incident-intake: POST /webhooks/{kind}/{key}",
            "gateway: POST",
            "gateway: POST /webhooks/{**rest}",
        ];
        Ancestry(trace, trace.Find(s => IsHandled(s, "notification"))!).ShouldBe(way);
        foreach (var consumer in Consumers)
        {
            var hops = Ancestry(trace, trace.Find(s => IsReceived(s, consumer))!);
            hops[1].ShouldStartWith("incident-intake: ");
            hops[1].ShouldEndWith(" send");
            hops[2].ShouldBe("incident-intake: outbox publish");
            hops.Skip(3).ShouldBe(way.Skip(1));
        }
    }

    /// <summary>The services that receive a new incident through the broker.</summary>
    private static readonly string[] Consumers =
    [
        "timeline",
        "review",
        "action-tracking",
        "notification",
    ];

    private static async Task<List<ExportedSpan>> OneTraceAsync(
        Installation installation,
        OtlpSink spans,
        Func<List<ExportedSpan>, bool>? isWhole = null
    )
    {
        using var pir = new Driver(installation);
        await using var subscriber = await WebhookSink.StartNewAsync();
        await pir.PostAsync(
            "/api/subscriptions",
            new { url = subscriber.At(SubscriberPath), events = new[] { "incident.opened" } },
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
                && trace.Exists(s => s.Name == "webhook deliver")
                && isWhole?.Invoke(trace) != false,
            TimeSpan.FromSeconds(30),
            $"the spans of the trace {traceId}"
        );

        // The subscriber can continue the trace, from the request and from the event.
        told.Header("traceparent").ShouldNotBeNull().ShouldContain(traceId);
        told.Json.GetProperty("traceparent").GetString()!.ShouldContain(traceId);
        EachHasItsParent(Trace());
        NoneTellsASecret(spans, webhook.Split('/')[^1], SubscriberPath);
        return Trace();
    }

    private static bool IsWebhook(ExportedSpan span) => span.Name == "POST /webhooks/{kind}/{key}";

    private static bool IsHandled(ExportedSpan span, string by) =>
        span.Service == by && span.Name == "handle pir.incident.opened.v1";

    private static bool IsReceived(ExportedSpan span, string by) =>
        span.Service == by && span.Name.EndsWith(" receive");

    /// <summary>A span and its ancestors, nearest first.</summary>
    private static List<string> Ancestry(List<ExportedSpan> trace, ExportedSpan of)
    {
        var found = new List<string>();
        for (var span = of; span is not null; span = trace.Find(s => s.SpanId == span.ParentSpanId))
        {
            found.Add($"{span.Service}: {span.Name}");
        }

        return found;
    }

    /// <summary>Traces reveal neither a webhook's key nor the addresses of subscribers.</summary>
    private static void NoneTellsASecret(OtlpSink spans, params string[] secrets)
    {
        foreach (var span in spans.Spans)
        {
            string[] told = [span.Name, .. span.Attributes.Values];
            told.ShouldNotContain(
                value => secrets.Any(secret => value.Contains(secret)),
                span.ToString()
            );
        }
    }

    /// <summary>
    /// There are no orphans: the parents of all our spans are exported too, up to the request.
    /// </summary>
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
