using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.EndToEnd.Tests.Installations;
using Pir.Platform.Messaging;
using Pir.Testing;
using Pir.Testing.Sinks;
using Shouldly;
using Xunit;

namespace Pir.EndToEnd.Tests;

/// <summary>
/// Incidents open and resolve while every service is killed at every seam between two durable
/// steps. Afterwards everything is there, and once. PIR_TEST_CRASH_INCIDENTS says how many there
/// are at least.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly int Incidents = int.Parse(
        Environment.GetEnvironmentVariable("PIR_TEST_CRASH_INCIDENTS") ?? "60",
        CultureInfo.InvariantCulture
    );

    // The more often a process crashes, the later it is restarted.
    private static readonly TimeSpan RestartsWithin = TimeSpan.FromMinutes(4);

    private static readonly DateTime StartsAt = DateTime.UnixEpoch.AddYears(56);

    private static readonly string[] Events =
    [
        "incident.opened",
        "incident.resolved",
        "review.opened",
        "action.proposed",
        "timeline.entry-recorded",
    ];

    // Each service dies at every seam it has. A process counts from its start, so the numbers are
    // small: all are met early, and crashes meet the recovery from others.
    private static readonly (string Service, string Seam, int Pass)[] Seams =
    [
        ("incident-intake", Seam.Committed, 10),
        ("incident-intake", Seam.Confirmed, 8),
        ("incident-intake", Seam.Handled, 1),
        ("incident-intake", Seam.Saved, 1),
        ("timeline", Seam.Handled, 2),
        ("timeline", Seam.Saved, 2),
        ("timeline", Seam.Committed, 2),
        ("timeline", Seam.Confirmed, 2),
        ("review", Seam.Handled, 2),
        ("review", Seam.Saved, 2),
        ("review", Seam.Committed, 4),
        ("review", Seam.Confirmed, 4),
        ("action-tracking", Seam.Handled, 2),
        ("action-tracking", Seam.Saved, 2),
        ("action-tracking", Seam.Committed, 2),
        ("action-tracking", Seam.Confirmed, 2),
        ("notification", Seam.Handled, 3),
        ("notification", Seam.Saved, 3),
        ("notification", Seam.Sent, 20),
        ("gateway", Seam.Handled, 2),
        ("gateway", Seam.Saved, 2),
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
        // These two are audited, so that a process may die over them already.
        await DoneOnceAsync(
            pir,
            "/api/subscriptions",
            () =>
                pir.PostAsync(
                    "/api/subscriptions",
                    new { url = subscriber.At("/hook"), events = Events },
                    HttpStatusCode.Created
                )
        );
        var source = await DoneOnceAsync(
            pir,
            "/api/sources",
            () => pir.ASourceAsync("alertmanager")
        );
        var webhook = new Uri(source["webhookUrl"]!.GetValue<string>()).AbsolutePath;
        await PostAllAsync(pir, webhook, "firing");
        using var done = new CancellationTokenSource();
        var people = PeopleWriteAsync(pir, done.Token);
        await PostAllAsync(pir, webhook, "resolved");
        var incidents = await MoreUntilEverySeamWasMetAsync(pir, webhook, marks);
        await done.CancelAsync();
        var written = await people;

        await EverythingIsThereOnceAsync(pir, subscriber, incidents, written);
        output.WriteLine($"Crashed at: {string.Join(", ", Marks(marks))}");
    }

    /// <summary>
    /// A process that restarts late finds its backlog in a few large batches, too few passes for a
    /// seam. So incidents go on opening and resolving. Returns how many there were in all.
    /// </summary>
    private static async Task<int> MoreUntilEverySeamWasMetAsync(
        Driver pir,
        string webhook,
        TempFolder marks
    )
    {
        var incidents = Incidents;
        await Eventually.Until(
            async () =>
            {
                if (Marks(marks).Count == Seams.Length)
                {
                    return true;
                }

                await PostAsync(pir, webhook, incidents, "firing");
                await PostAsync(pir, webhook, incidents, "resolved");
                incidents++;
                return false;
            },
            RestartsWithin,
            "every seam was met",
            () => $"met: {string.Join(", ", Marks(marks))}"
        );
        return incidents;
    }

    /// <summary>
    /// Adds the first item of a list; where the answer was lost, looks whether it is there before
    /// another try.
    /// </summary>
    private static Task<JsonNode> DoneOnceAsync(Driver pir, string list, Func<Task> add) =>
        Eventually.Get(
            async () =>
            {
                if (await pir.AllAsync(list) is [var there, ..])
                {
                    return JsonNode.Parse(there.GetRawText());
                }

                await add();
                return null;
            },
            TimeSpan.FromMinutes(1),
            $"{list} has an item"
        );

    private static List<string?> Marks(TempFolder folder) =>
        [.. Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order()];

    /// <summary>
    /// Meanwhile people capture lines and propose actions, without trying again. An answer may be
    /// lost in a crash after the commit; so what is in the end there counts, and what was confirmed
    /// to them is among it.
    /// </summary>
    private static async Task<Written> PeopleWriteAsync(Driver pir, CancellationToken done)
    {
        var written = new Written([], []);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(0.25));
        for (var i = 0; !done.IsCancellationRequested; i++)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            var line = $"Line {i} by a person";
            if (
                await IsCreatedAsync(
                    pir,
                    "/api/incidents/INC-1/timeline",
                    new { kind = "observation", text = line }
                )
            )
            {
                written.Lines.Add(line);
            }

            var title = $"Action {i}";
            if (await IsCreatedAsync(pir, "/api/actions", new { title, type = "corrective" }))
            {
                written.Actions.Add(title);
            }
        }

        return written;
    }

    private static async Task<bool> IsCreatedAsync(Driver pir, string path, object body)
    {
        try
        {
            using var answer = await pir.Http.PostAsJsonAsync(path, body, CancellationToken.None);
            return answer.StatusCode == HttpStatusCode.Created;
        }
        catch (Exception exception)
            when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static Task PostAllAsync(Driver pir, string webhook, string status) =>
        Parallel.ForEachAsync(
            Enumerable.Range(0, Incidents),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (i, cancel) => await PostAsync(pir, webhook, i, status, cancel)
        );

    /// <summary>Posts like a monitoring tool: again and again until it is accepted.</summary>
    private static Task PostAsync(
        Driver pir,
        string webhook,
        int alert,
        string status,
        CancellationToken cancel = default
    ) =>
        Eventually.Until(
            async () =>
            {
                using var answer = await pir.Http.PostAsJsonAsync(
                    webhook,
                    Driver.Alertmanager(
                        $"fp-{alert}",
                        status,
                        StartsAt,
                        status == "resolved" ? StartsAt.AddHours(1) : null
                    ),
                    cancel
                );
                return answer.StatusCode == HttpStatusCode.Accepted;
            },
            TimeSpan.FromMinutes(3),
            $"alert {alert} is accepted",
            cancellationToken: cancel
        );

    private static async Task EverythingIsThereOnceAsync(
        Driver pir,
        WebhookSink subscriber,
        int expected,
        Written written
    )
    {
        foreach (
            var service in new[] { "incidents", "incidents/INC-1/timeline", "reviews", "actions" }
        )
        {
            await pir.EventuallyAsync(
                $"/api/{service}",
                _ => true,
                service + " answer again",
                RestartsWithin
            );
        }

        var incidents = await pir.AllAsync("/api/incidents?status=all");
        incidents.Count.ShouldBe(expected);
        incidents.ShouldAllBe(i => i.GetProperty("status").GetString() == "resolved");

        await Eventually.Until(
            async () => (await pir.AllAsync("/api/reviews")).Count >= expected,
            TimeSpan.FromMinutes(3),
            "every incident has its review"
        );
        var reviews = await pir.AllAsync("/api/reviews");
        reviews
            .Select(r => r.GetProperty("incidentId").GetString())
            .Distinct()
            .Count()
            .ShouldBe(expected);
        reviews.Count.ShouldBe(expected);

        var actions = Texts(await pir.AllAsync("/api/actions"), "title");
        var lines = Texts(await pir.AllAsync("/api/incidents/INC-1/timeline"), "text")
            .FindAll(t => t.EndsWith("by a person", StringComparison.Ordinal));
        written.Actions.ShouldBeSubsetOf(actions);
        written.Lines.ShouldBeSubsetOf(lines);
        actions.ShouldBeUnique();
        lines.ShouldBeUnique();
        await EachChangeIsAuditedOnceAsync(pir, actions);
        await EachEventIsToldOnceAsync(subscriber, (expected * 3) + actions.Count + lines.Count);
        await EachTimelineTellsItOnceAsync(
            pir,
            incidents.ConvertAll(i => i.GetProperty("id").GetString()!)
        );
    }

    /// <summary>
    /// A delivery may come twice under one id, as at-least-once has it; an event may not come under
    /// two.
    /// </summary>
    private static async Task EachEventIsToldOnceAsync(WebhookSink subscriber, int expected)
    {
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
    }

    /// <summary>
    /// Everybody who proposed an action is in the audit log, whatever crashed meanwhile.
    /// </summary>
    private static async Task EachChangeIsAuditedOnceAsync(Driver pir, List<string> actions)
    {
        List<string> audited = [];
        await Eventually.Until(
            async () =>
            {
                var lines = await pir.AllAsync("/api/audit?action=action-proposed");
                audited = Texts(lines.ConvertAll(l => l.GetProperty("subject")), "name");
                return audited.Count >= actions.Count;
            },
            TimeSpan.FromMinutes(1),
            "the audit log has every proposal",
            () => $"{audited.Count} of {actions.Count}"
        );
        audited.Order().ShouldBe(actions.Order());
    }

    private static List<string> Texts(List<JsonElement> items, string name) =>
        items.ConvertAll(i => i.GetProperty(name).GetString()!);

    private static async Task EachTimelineTellsItOnceAsync(Driver pir, List<string> incidents)
    {
        var counts = new ConcurrentBag<(int Entries, int Distinct)>();
        await Parallel.ForEachAsync(
            incidents,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (id, cancel) =>
            {
                List<string> texts = [];
                await Eventually.Until(
                    async () =>
                    {
                        texts = Texts(await pir.AllAsync($"/api/incidents/{id}/timeline"), "text");
                        return texts.Exists(t => t.Contains("esolved", StringComparison.Ordinal));
                    },
                    TimeSpan.FromSeconds(60),
                    "the timeline tells of the resolution",
                    cancellationToken: cancel
                );
                counts.Add((texts.Count, texts.Distinct().Count()));
            }
        );
        counts.ShouldAllBe(c => c.Entries == c.Distinct && c.Entries >= 2);
    }

    private sealed record Written(List<string> Lines, List<string> Actions);

    private static string? WebhookId(SinkRequest request) => request.Header("webhook-id");
}
