using System.Net;
using System.Net.Http.Json;
using Pir.Testing;
using Pir.Testing.Processes;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// The broker freezes under load, then dies and is restarted. Alerts are accepted all the time, and
/// afterwards all events arrive once.
/// </summary>
[Collection(DistributedCollection.Name)]
public sealed class OutageTests(SharedDistributed shared, ITestOutputHelper output)
{
    // Longer than a publisher waits for the broker and than an outbox row is leased (30 s).
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(35);

    [Fact]
    public async Task Alerts_are_accepted_while_the_broker_is_away_and_told_once_afterwards()
    {
        var installation = shared.Installation;
        using var pir = new Driver(installation);
        var earlier = await IncidentsAsync(pir);
        await using var subscriber = await WebhookSink.StartNewAsync();
        await pir.PostAsync(
            "/api/subscriptions",
            new { url = subscriber.At("/hook"), events = new[] { "incident.opened" } },
            HttpStatusCode.Created
        );
        var webhook = await pir.ASourceAsync("alertmanager");
        var load = new Load(pir.Http, webhook);
        await load.AcceptAsync(20);
        await subscriber.WaitForAsync(20, description: "events before the outage");

        var broker = installation.PidOf("messaging");
        Signal(broker, UnixSignal.Stop);
        var before = load.Accepted;
        using (var tick = new PeriodicTimer(TimeSpan.FromSeconds(0.5)))
        {
            for (var left = Away; left > TimeSpan.Zero; left -= tick.Period)
            {
                await load.AcceptAsync(10);
                await tick.WaitForNextTickAsync();
            }
        }

        var during = load.Accepted - before;
        var restarts = installation.RestartsOf("messaging");
        Signal(broker, UnixSignal.Kill);
        await load.AcceptAsync(20);
        await Eventually.Until(
            () => installation.RestartsOf("messaging") > restarts,
            TimeSpan.FromSeconds(60),
            "the broker is started again",
            () => installation.Output
        );
        await load.AcceptAsync(20);
        output.WriteLine($"{during} alerts were accepted in {Away} without the broker.");
        during.ShouldBeGreaterThan(100);

        await EverythingIsToldOnceAsync(pir, subscriber, earlier, load.Accepted);
    }

    private static async Task<List<string>> IncidentsAsync(Driver pir) =>
        (await pir.AllAsync("/api/incidents?status=all")).ConvertAll(i =>
            i.GetProperty("id").GetString()!
        );

    private async Task EverythingIsToldOnceAsync(
        Driver pir,
        WebhookSink subscriber,
        List<string> earlier,
        int expected
    )
    {
        await Eventually.Until(
            () => Subjects(subscriber).Distinct().Count() >= expected,
            TimeSpan.FromMinutes(3),
            "the subscriber has every event",
            () => $"{Subjects(subscriber).Distinct().Count()} of {expected}"
        );
        var incidents = await IncidentsAsync(pir);
        incidents.RemoveAll(earlier.Contains);
        incidents.Count.ShouldBe(expected);
        Subjects(subscriber).Distinct().ShouldBe(incidents, ignoreOrder: true);
        // No delivering process died, so not even one request arrived twice.
        subscriber.Requests.Count.ShouldBe(expected);
        output.WriteLine($"{expected} incidents, {subscriber.Requests.Count} deliveries.");
        foreach (var id in incidents)
        {
            var texts = (
                await pir.EventuallyAsync(
                    $"/api/incidents/{id}/timeline",
                    t => t.GetProperty("items").GetArrayLength() >= 1,
                    "its timeline is written"
                )
            )
                .GetProperty("items")
                .EnumerateArray()
                .Select(e => e.GetProperty("text").GetString())
                .ToList();
            texts.Distinct().Count().ShouldBe(texts.Count);
        }
    }

    private static List<string?> Subjects(WebhookSink subscriber) =>
        [.. subscriber.Requests.Select(r => r.Json.GetProperty("subject").GetString())];

    // The script that starts Erlang is the resource's process; the broker itself is its child.
    private static void Signal(int root, UnixSignal signal)
    {
        foreach (var pid in ProcessTable.Tree(root).ToList())
        {
            using var kill = System.Diagnostics.Process.Start(
                "kill",
                [$"-{(int)signal}", $"{pid}"]
            );
            kill.WaitForExit();
        }
    }

    /// <summary>
    /// Sends alerts that each open an incident. Every one must be accepted at the first attempt.
    /// </summary>
    private sealed class Load(HttpClient http, string webhook)
    {
        public int Accepted { get; private set; }

        public async Task AcceptAsync(int count)
        {
            var posts = Enumerable
                .Range(Accepted, count)
                .Select(async i =>
                {
                    using var answer = await http.PostAsJsonAsync(
                        webhook,
                        Driver.Alertmanager($"fp-{i}", "firing", DateTime.UnixEpoch.AddYears(56))
                    );
                    answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
                });
            await Task.WhenAll(posts);
            Accepted += count;
        }
    }
}
