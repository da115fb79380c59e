using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Testing;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Features;

/// <summary>The writer under pressure, on a host of its own.</summary>
public sealed class WriterTests
{
    private static readonly DateTime Now = TimeProvider.System.GetUtcNow().UtcDateTime;

    [Fact]
    public async Task Says_come_back_when_too_much_waits_and_loses_nothing_it_took()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(
            store,
            [new IntakeModule()],
            settings: [("Intake:QueueCapacity", "2")]
        );
        var api = IntakeClient.For(host);
        var tool = await api.ConnectAsync();
        await tool.SendAsync(tool.Firing("first", Now));

        List<Task<HttpResponseMessage>> sent;
        using (await HoldTheWriterAsync(host))
        {
            sent = Enumerable
                .Range(0, 40)
                .Select(i =>
                    tool.PostRawAsync(
                        $$"""{"alerts":[{{tool.Firing("f" + i, Now).ToJsonString()}}]}"""
                    )
                )
                .ToList();
            var refused = await await Task.WhenAny(sent);

            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            (await IntakeClient.ReadAsync(refused, HttpStatusCode.ServiceUnavailable))
                .Text("code")
                .ShouldBe("busy");
            await Eventually.Until(() => sent.Count(s => s.IsCompleted) >= 30);
        }

        var answers = await Task.WhenAll(sent);
        var accepted = answers.Count(a => a.StatusCode == HttpStatusCode.Accepted);
        accepted.ShouldBeGreaterThan(0);
        (await api.IncidentsOfAsync(tool)).Count.ShouldBe(accepted + 1);
    }

    [Fact]
    public async Task Bounds_waiting_bodies_by_size_as_well()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(
            store,
            [new IntakeModule()],
            settings: [("Intake:QueueBytes", "1000")]
        );
        var tool = await IntakeClient.For(host).ConnectAsync();

        (await tool.PostRawAsync(new string(' ', 1001))).StatusCode.ShouldBe(
            HttpStatusCode.ServiceUnavailable
        );
        (await tool.SendAsync(tool.Firing("a", Now))).ShouldBe((1, 0));
    }

    [Fact]
    public async Task A_database_that_takes_nothing_is_named_as_the_cause()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        var tool = await IntakeClient.For(host).ConnectAsync();
        await tool.SendAsync(tool.Firing("a", Now));
        await using var scope = host.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IntakeDbContext>()
            .Database.ExecuteSqlRawAsync("ALTER TABLE \"DeliveryGroups\" RENAME TO \"Away\"");

        using var refused = await tool.PostRawAsync(
            new JsonObject { ["alerts"] = new JsonArray(tool.Firing("b", Now)) }.ToJsonString()
        );

        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var problem = await IntakeClient.ReadAsync(refused, HttpStatusCode.ServiceUnavailable);
        problem.Text("code").ShouldBe("unavailable");
        problem.Text("detail").ShouldContain("database");
    }

    [Fact]
    public async Task What_was_answered_is_there_after_a_restart_with_its_repeat_counts()
    {
        await using var store = TestStore.Sqlite();
        MonitoringTool tool;
        await using (var host = await PirTestHost.StartAsync(store, [new IntakeModule()]))
        {
            tool = await IntakeClient.For(host).ConnectAsync();
            await tool.SendAsync(tool.Firing("a", Now));
            await tool.SendAsync(tool.Firing("a", Now));
        }

        await using var again = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        var api = IntakeClient.For(again);
        (await api.IncidentsOfAsync(tool)).ShouldHaveSingleItem().Number("occurrences").ShouldBe(2);
        var url = (await api.GetAsync("/api/sources/" + tool.Id)).Text("webhookUrl");
        using var http = again.AnonymousClient();
        var repeat = await http.PostAsync(
            url,
            new StringContent($$"""{"alerts":[{{tool.Firing("a", Now).ToJsonString()}}]}""")
        );
        (await IntakeClient.ReadAsync(repeat, HttpStatusCode.Accepted))
            .Number("accepted")
            .ShouldBe(1);
        (await api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_index_that_a_crash_left_behind_is_completed_before_anything_is_decided()
    {
        await using var store = TestStore.Sqlite();
        MonitoringTool tool;
        await using (var host = await PirTestHost.StartAsync(store, [new IntakeModule()]))
        {
            tool = await IntakeClient.For(host).ConnectAsync();
            await tool.SendAsync(tool.Firing("a", Now.AddMinutes(-5)));
            await tool.SendAsync(tool.Firing("b", Now));
            await tool.SendAsync(tool.Firing("a", Now));
        }

        await using var again = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        await TakeTheIndexBackAsync(again);
        var api = IntakeClient.For(again);
        tool = tool.At(again);

        await tool.SendAsync(tool.Firing("b", Now));
        await tool.SendAsync(tool.Resolved("a", Now, Now));

        var incidents = await api.IncidentsOfAsync(tool);
        incidents.Count.ShouldBe(2);
        incidents.Select(i => i.Text("status")).ShouldBe(["resolved", "open"]);
    }

    /// <summary>
    /// As <c>kill -9</c> leaves it: the alerts are stored, their entries were only in memory.
    /// </summary>
    private static async Task TakeTheIndexBackAsync(PirTestHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDbContext>();
        var first = (await db.Alerts.Select(a => a.Id).ToListAsync()).Min();
        (await db.AlertKeys.ExecuteDeleteAsync()).ShouldBe(2);
        (
            await db.Watermarks.ExecuteUpdateAsync(s => s.SetProperty(w => w.Position, first))
        ).ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_the_database_refuses_does_not_fail_its_neighbours()
    {
        await using var store = await TestStore.PostgreSqlAsync();
        await using var host = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        var api = IntakeClient.For(host);
        var tool = await api.ConnectAsync();
        await tool.SendAsync(tool.Firing("first", Now));
        var source = (await host.Services.GetRequiredService<SourceDirectory>().AllAsync(default))[
            Guid.Parse(tool.Id)
        ];
        var writer = host.Services.GetRequiredService<GroupCommitWriter>();
        IntakeRequest[] requests;
        using (await HoldTheWriterAsync(host))
        {
            // Longer than its column: the parser would never let it through.
            requests =
            [
                .. ((string[])["good-1", new string('x', 300), "good-2"]).Select(f =>
                    Enqueue(writer, source, f)
                ),
            ];
        }

        foreach (var request in requests)
        {
            (await request.Completion).ShouldBe(IntakeOutcome.Committed);
        }

        requests.Select(r => r.Body.Error?.Code).ShouldBe([null, "not-processed", null]);
        var failed = (await api.GetAsync($"/api/deliveries?status=failed&source={tool.Id}"))
            .Items()
            .ShouldHaveSingleItem();
        failed["error"]!.Text("code").ShouldBe("not-processed");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDbContext>();
        (await db.Alerts.Select(a => a.Fingerprint).Order().ToListAsync()).ShouldBe([
            "first",
            "good-1",
            "good-2",
        ]);
    }

    [Fact]
    public async Task Two_replicas_share_a_database_without_doubling_or_gaps()
    {
        await using var store = await TestStore.PostgreSqlAsync();
        await using var one = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        await using var two = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        var api = IntakeClient.For(one);
        var tool = await api.ConnectAsync(new { grouping = "alert" });
        var other = tool.WebhookUrl.Replace(
            one.Address.Authority,
            two.Address.Authority,
            StringComparison.Ordinal
        );
        using var http = two.AnonymousClient();

        // Both get every alert, as from a pair of Alertmanagers, then half of the ends.
        await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .SelectMany(i =>
                {
                    var body = $$"""{"alerts":[{{tool.Firing("f" + i, Now).ToJsonString()}}]}""";
                    return (Task[])
                        [
                            OnAsync(tool.PostRawAsync(body)),
                            OnAsync(http.PostAsync(other, new StringContent(body, Encoding.UTF8))),
                        ];
                })
        );
        await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .SelectMany(i =>
                {
                    var body =
                        $$"""{"alerts":[{{tool.Resolved("f" + i, Now, Now).ToJsonString()}}]}""";
                    return (Task[])
                        [
                            OnAsync(tool.PostRawAsync(body)),
                            OnAsync(http.PostAsync(other, new StringContent(body, Encoding.UTF8))),
                        ];
                })
        );

        await using var scope = one.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDbContext>();
        (await db.Incidents.CountAsync()).ShouldBe(200);
        (await db.Alerts.CountAsync()).ShouldBe(200);
        (await db.Incidents.CountAsync(i => i.Status == IncidentStatus.Resolved)).ShouldBe(100);
        (await db.Incidents.Select(i => i.Number).Order().ToListAsync()).ShouldBe(
            Enumerable.Range(1, 200)
        );
        await Eventually.Until(() => Told("opened").Count == 200 && Told("resolved").Count == 100);
        Told("opened").ShouldBeUnique();
        Told("resolved").ShouldBeUnique();

        List<string> Told(string what) =>
            one
                .Published.Concat(two.Published)
                .Where(e => e.Type == $"pir.incident.{what}.v1")
                .Select(e => e.Subject)
                .ToList();

        static async Task OnAsync(Task<HttpResponseMessage> post) =>
            (await post).StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Old_deliveries_go_after_their_time()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(
            store,
            [new IntakeModule()],
            settings:
            [
                ("Intake:KeepDeliveries", "00:00:00"),
                ("Intake:KeepFailedDeliveries", "00:00:00"),
            ]
        );
        var api = IntakeClient.For(host);
        var tool = await api.ConnectAsync();
        await tool.SendAsync(tool.Firing("a", Now));
        await tool.PostRawAsync("nonsense");
        (await api.GetAsync("/api/deliveries")).Items().Count.ShouldBe(2);

        await ActivatorUtilities
            .CreateInstance<DeliveryRetention>(host.Services)
            .CleanAsync(default);

        (await api.GetAsync("/api/deliveries")).Items().ShouldBeEmpty();
        (await api.IncidentsOfAsync(tool)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_took_long_to_read_is_listed_after_the_groups_before_its_own()
    {
        await using var store = TestStore.Sqlite();
        await using var host = await PirTestHost.StartAsync(store, [new IntakeModule()]);
        var tool = await IntakeClient.For(host).ConnectAsync();
        var source = (await host.Services.GetRequiredService<SourceDirectory>().AllAsync(default))[
            Guid.Parse(tool.Id)
        ];
        var writer = host.Services.GetRequiredService<GroupCommitWriter>();

        var quick = Enqueue(writer, source, "quick");
        await quick.Completion;
        var slow = Enqueue(writer, source, "slow", Now.AddSeconds(-1));
        await slow.Completion;

        slow.ReceivedAt.ShouldBeGreaterThan(quick.ReceivedAt);
    }

    private static IntakeRequest Enqueue(
        GroupCommitWriter writer,
        SourceSettings source,
        string fingerprint,
        DateTime? receivedAt = null
    )
    {
        var request = writer.Rent();
        request.Buffer(10, 0);
        request.SetLength(10);
        request.Source = source;
        request.ReceivedAt = receivedAt ?? Now;
        request.Body = new([
            new IncomingAlert
            {
                Fingerprint = fingerprint,
                Key = Alert.KeyOf(source.Id, fingerprint[..Math.Min(50, fingerprint.Length)]),
                Title = "Alert",
                StartsAt = Now,
            },
        ]);
        writer.TryEnqueue(request).ShouldBeTrue();
        return request;
    }

    /// <summary>Keeps the writer busy until disposed.</summary>
    private static async Task<IDisposable> HoldTheWriterAsync(PirTestHost host)
    {
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = host
            .Services.GetRequiredService<GroupCommitWriter>()
            .ExecuteAsync(
                async _ =>
                {
                    holding.SetResult();
                    await release.Task;
                },
                CancellationToken.None
            );
        await holding.Task;
        return new Release(release);
    }

    private sealed class Release(TaskCompletionSource release) : IDisposable
    {
        public void Dispose() => release.TrySetResult();
    }
}
