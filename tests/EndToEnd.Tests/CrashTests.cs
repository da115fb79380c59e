using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Pir.EndToEnd.Tests.Installations;
using Pir.Platform.Messaging;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// A thousand incidents open and resolve while every service is killed at every seam between two durable steps. Afterwards everything is there, and once.
/// </summary>
[Trait("Category", "Crash")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Incidents = 1_000;

    // Each service dies at the seams it has; spread over the run, so that a crash meets the recovery from another one too.
    private static readonly (string Service, string Seam, int Pass)[] Seams =
    [
        ("incident-intake", Seam.Committed, 10),
        ("incident-intake", Seam.Confirmed, 40),
        ("timeline", Seam.Handled, 5),
        ("timeline", Seam.Saved, 12),
        ("review", Seam.Handled, 4),
        ("review", Seam.Saved, 8),
        ("review", Seam.Committed, 12),
        ("review", Seam.Confirmed, 4),
        ("action-tracking", Seam.Handled, 6),
        ("action-tracking", Seam.Saved, 14),
        ("notification", Seam.Handled, 7),
        ("notification", Seam.Saved, 16),
    ];

    [Fact]
    public async Task Standalone_loses_and_doubles_nothing()
    {
        using var marks = new TempFolder("crash");
        await using var installation = await StandaloneInstallation.StartAsync(
            Installation.CrashAt(marks.Path, Seams)
        );
        await RunAsync(installation, marks);
    }

    [Fact]
    public async Task The_distributed_shape_loses_and_doubles_nothing()
    {
        using var marks = new TempFolder("crash");
        await using var installation = await DistributedInstallation.StartAsync(
            Installation.CrashAt(marks.Path, Seams)
        );
        await RunAsync(installation, marks);
    }

    private async Task RunAsync(Installation installation, TempFolder marks)
    {
        using var pir = new Driver(installation);
        await using var subscriber = await WebhookSink.StartNewAsync();
        await pir.PostAsync(
            "/api/subscriptions",
            new
            {
                url = subscriber.At("/hook"),
                events = new[] { "incident.opened", "incident.resolved", "review.opened" },
            },
            HttpStatusCode.Created
        );
        var webhook = await pir.ASourceAsync("alertmanager");
        var startsAt = DateTime.UnixEpoch.AddYears(56);
        await PostAllAsync(pir, webhook, "firing", startsAt, null);
        await PostAllAsync(pir, webhook, "resolved", startsAt, startsAt.AddHours(1));

        await EverythingIsThereOnceAsync(pir, subscriber);
        var crashes = Directory.GetFiles(marks.Path).Select(Path.GetFileName).Order().ToList();
        output.WriteLine($"Crashed at: {string.Join(", ", crashes)}");
        crashes.Count.ShouldBe(Seams.Length, "every seam was met");
    }

    /// <summary>Posts like a monitoring tool: again and again until it is accepted.</summary>
    private static Task PostAllAsync(
        Driver pir,
        string webhook,
        string status,
        DateTime startsAt,
        DateTime? endsAt
    ) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, Incidents),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, cancel) =>
                await Eventually.Until(
                    async () =>
                    {
                        using var answer = await pir.Http.PostAsJsonAsync(
                            webhook,
                            Driver.Alertmanager($"fp-{i}", status, startsAt, endsAt)
                        );
                        return answer.StatusCode == HttpStatusCode.Accepted;
                    },
                    TimeSpan.FromMinutes(3),
                    $"alert {i} is accepted",
                    cancellationToken: cancel
                )
        );

    private static async Task EverythingIsThereOnceAsync(Driver pir, WebhookSink subscriber)
    {
        var incidents = await pir.AllAsync("/api/incidents?status=all");
        incidents.Count.ShouldBe(Incidents);
        incidents.ShouldAllBe(i => i.GetProperty("status").GetString() == "resolved");

        await Eventually.Until(
            async () => (await pir.AllAsync("/api/reviews")).Count >= Incidents,
            TimeSpan.FromMinutes(3),
            "every incident has its review"
        );
        var reviews = await pir.AllAsync("/api/reviews");
        reviews
            .Select(r => r.GetProperty("incidentId").GetString())
            .Distinct()
            .Count()
            .ShouldBe(Incidents);
        reviews.Count.ShouldBe(Incidents);

        var expected = Incidents * 3;
        await Eventually.Until(
            () => subscriber.Requests.Select(WebhookId).Distinct().Count() >= expected,
            TimeSpan.FromMinutes(3),
            "the subscriber has every event",
            () => $"{subscriber.Requests.Select(WebhookId).Distinct().Count()} of {expected}"
        );
        var events = subscriber
            .Requests.DistinctBy(WebhookId)
            .Select(r =>
                (
                    Type: r.Json.GetProperty("type").GetString(),
                    Subject: r.Json.GetProperty("subject").GetString()
                )
            )
            .ToList();
        events.Count.ShouldBe(expected);
        events.Distinct().Count().ShouldBe(expected, "no event was told twice under two ids");

        await EachTimelineTellsItOnceAsync(
            pir,
            incidents.ConvertAll(i => i.GetProperty("id").GetString()!)
        );
    }

    private static async Task EachTimelineTellsItOnceAsync(Driver pir, List<string> incidents)
    {
        var counts = new ConcurrentBag<(int Entries, int Distinct)>();
        await Parallel.ForEachAsync(
            incidents,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (id, _) =>
            {
                var timeline = await pir.EventuallyAsync(
                    $"/api/incidents/{id}/timeline",
                    t =>
                        t.GetProperty("items")
                            .EnumerateArray()
                            .Any(e => e.GetProperty("text").GetString()!.Contains("esolved")),
                    "the timeline tells of the resolution"
                );
                var texts = timeline
                    .GetProperty("items")
                    .EnumerateArray()
                    .Select(e => e.GetProperty("text").GetString())
                    .ToList();
                counts.Add((texts.Count, texts.Distinct().Count()));
            }
        );
        counts.ShouldAllBe(c => c.Entries == c.Distinct && c.Entries >= 2);
    }

    private static string? WebhookId(SinkRequest request) => request.Header("webhook-id");
}
