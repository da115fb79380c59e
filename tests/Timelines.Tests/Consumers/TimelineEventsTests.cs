using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Testing;
using Pir.Timelines.Data;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Consumers;

public sealed class TimelineEventsOnSqlite(OnSqlite fixture)
    : TimelineEventsTests(fixture),
        IClassFixture<OnSqlite>;

public sealed class TimelineEventsOnPostgreSql(OnPostgreSql fixture)
    : TimelineEventsTests(fixture),
        IClassFixture<OnPostgreSql>
{
    [Fact]
    public async Task Two_replicas_that_hear_of_one_incident_at_once_write_it_down_once()
    {
        await using var replica = await PirTestHost.StartAsync(
            Fixture.Store,
            [new TimelineModule()]
        );
        var incidents = Enumerable.Range(0, 20).Select(_ => Some.Incident()).ToList();

        await Task.WhenAll(
            incidents.SelectMany(i =>
                (Task[])
                    [
                        Fixture.Host.TellAsync(Batch(new IncidentOpened(i, [], null), i, 1)),
                        replica.TellAsync(Batch(new IncidentAcknowledged(i), i, 2)),
                        replica.TellAsync(Batch(new IncidentMitigated(i, null), i, 3)),
                        Fixture.Host.TellAsync(
                            Batch(
                                new IncidentResolved(i with { ResolvedAt = Some.Noon }, true, null),
                                i,
                                4
                            )
                        ),
                    ]
            )
        );

        foreach (var incident in incidents)
        {
            (await Team.ReadAsync(incident)).Items.Count.ShouldBe(4);
            (await ReferenceAsync(incident)).Version.ShouldBe(4);
        }

        (await ParkedAsync([.. incidents])).ShouldBe(0);
    }
}

public abstract class TimelineEventsTests(TimelineFixture fixture)
{
    internal TimelineDriver Team { get; } = new(fixture.Host);

    protected TimelineFixture Fixture { get; } = fixture;

    [Fact]
    public async Task An_incident_writes_its_timeline_itself()
    {
        var incident = Some.Incident();
        var minute = 0;
        foreach (var fact in Story(incident))
        {
            await Team.HearsAsync(fact, incident.Id, minute + 1, Some.Noon.AddMinutes(minute));
            minute++;
        }

        var page = await Team.ReadAsync(incident);

        page.Texts.ShouldBe([
            "Incident opened as SEV2 for checkout: Checkout fails. Alert fired (Zabbix): Errors.",
            "Alert fired (Zabbix): Latency.",
            "Acknowledged by Ada Lovelace.",
            "Severity raised from SEV2 to SEV1.",
            "Ada Lovelace is incident commander.",
            "Impact recorded. Customers: cannot pay.",
            "Mitigated by Ada Lovelace.",
            "Resolved by Ada Lovelace.",
            "Reopened by Ada Lovelace: it came back. It was resolved at 2026-03-02 12:07 UTC.",
            "Resolved: the last alert ended.",
            "Closed: the review is done.",
        ]);
        page.Items.Select(i => i.OccurredAt)
            .ShouldBe(Enumerable.Range(0, 11).Select(m => Some.Noon.AddMinutes(m)));
        page.Items.ShouldAllBe(i => i.IsAutomatic && i.Author == "Ada Lovelace" && i.Version == 1);
        page.Items.Select(i => i.Kind)
            .ShouldBe([
                "statusChange",
                "alert",
                "statusChange",
                "statusChange",
                "action",
                "impactChange",
                "statusChange",
                "statusChange",
                "statusChange",
                "statusChange",
                "statusChange",
            ]);
    }

    [Fact]
    public async Task What_comes_after_is_on_the_incidents_timeline_too()
    {
        var incident = await Team.IncidentOpensAsync();
        var review = Some.Review(incident);
        var action = Some.Action(incident);
        var at = Some.Noon.AddHours(1);

        await Team.HearsAsync(new ReviewOpened(review), review.Id, 1, at);
        await Team.HearsAsync(new ReviewHeld(review), review.Id, 2, at.AddHours(1));
        await Team.HearsAsync(new ActionAccepted(action), action.Id, 2, at.AddHours(2));
        await Team.HearsAsync(
            new ReviewPublished(review, Some.Revision(review, 1)),
            review.Id,
            3,
            at.AddHours(3)
        );
        await Team.HearsAsync(new ActionCompleted(action, null), action.Id, 3, at.AddHours(4));
        await Team.HearsAsync(
            new ActionCompleted(action with { IncidentId = null }, null),
            action.Id,
            4,
            at.AddHours(5)
        );

        (await Team.ReadAsync(incident))
            .Texts.Skip(1)
            .ShouldBe([
                "Review opened, due 2026-03-03 12:00 UTC.",
                "Review held.",
                "ACT-7 accepted: Alert on certificate age. Ada Lovelace will do it by 2026-03-09 "
                    + "12:00 UTC.",
                $"Review published by Ada Lovelace: /published/{review.Id}/1",
                "ACT-7 completed: Alert on certificate age.",
            ]);
    }

    [Fact]
    public async Task An_event_that_comes_twice_is_written_once()
    {
        var incident = Some.Incident();
        var opened = Batch(new IncidentOpened(incident, [], null), incident, 1);
        var changed = Batch(
            new IncidentChanged(
                incident,
                [new("severity", "sev2", "sev1"), new("team", null, "core")],
                null
            ),
            incident,
            2
        );

        await Fixture.Host.TellAsync(opened);
        await Fixture.Host.TellAsync(changed);
        await Fixture.Host.TellAsync(opened);
        // The same events in other messages: somebody published them again.
        await Fixture.Host.TellAsync(opened with { Id = Guid.CreateVersion7() });
        await Fixture.Host.TellAsync(changed with { Id = Guid.CreateVersion7() });
        await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ => Fixture.Host.TellAsync(changed with { Id = Guid.CreateVersion7() }))
        );

        (await Team.ReadAsync(incident)).Items.Count.ShouldBe(3);
        (await ParkedAsync(incident)).ShouldBe(0);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_does_not_hold_up_its_neighbours()
    {
        var (one, broken, other) = (Some.Incident(), Some.Incident(), Some.Incident());
        var poison = Batch(new IncidentOpened(broken, [], null), broken, 1).Events[0];
        var batch = new EventBatch(
            Guid.CreateVersion7(),
            EventCatalog.Intake,
            [
                .. Batch(new IncidentOpened(one, [], null), one, 1).Events,
                poison with
                {
                    Data = JsonSerializer.SerializeToElement(new { }),
                },
                .. Batch(new IncidentAcknowledged(one), one, 2).Events,
                .. Batch(new IncidentOpened(other, [], null), other, 1).Events,
            ]
        );

        await Fixture.Host.TellAsync(batch);

        (await Team.ReadAsync(one)).Items.Count.ShouldBe(2);
        (await ReferenceAsync(one)).Version.ShouldBe(2);
        (await Team.ReadAsync(other)).Items.Count.ShouldBe(1);
        (await ParkedAsync(one, broken, other)).ShouldBe(1);
    }

    [Fact]
    public async Task Events_out_of_order_are_all_written_and_the_newest_state_stays()
    {
        var incident = Some.Incident();
        var resolved = incident with
        {
            Status = IncidentStatus.Resolved,
            ResolvedAt = Some.Noon.AddMinutes(9),
            Title = "Certificate expired",
        };

        await Team.HearsAsync(
            new IncidentResolved(resolved, false, null),
            incident.Id,
            3,
            Some.Noon.AddMinutes(9)
        );
        await Team.HearsAsync(
            new IncidentAcknowledged(incident),
            incident.Id,
            2,
            Some.Noon.AddMinutes(2)
        );
        await Team.HearsAsync(new IncidentOpened(incident, [], null), incident.Id, 1, Some.Noon);

        (await Team.ReadAsync(incident)).Texts.ShouldBe([
            "Incident opened as SEV2 for checkout: Checkout fails. Reported by the team.",
            "Acknowledged by Ada Lovelace.",
            "Resolved by Ada Lovelace.",
        ]);
        var reference = await ReferenceAsync(incident);
        (reference.Version, reference.Status, reference.Title).ShouldBe(
            (3, IncidentStatus.Resolved, "Certificate expired")
        );
    }

    [Fact]
    public async Task A_review_heard_of_before_its_incident_is_not_lost()
    {
        var incident = Some.Incident();
        var review = Some.Review(incident);

        await Team.HearsAsync(new ReviewOpened(review), review.Id, 1, Some.Noon.AddHours(1));
        await Team.HearsAsync(new IncidentOpened(incident, [], null), incident.Id, 1, Some.Noon);

        (await Team.ReadAsync(incident)).Items.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_corrected_time_moves_the_line_that_tells_of_it()
    {
        var incident = await Team.IncidentOpensAsync();
        await Team.HearsAsync(
            new IncidentAcknowledged(incident),
            incident.Id,
            2,
            Some.Noon.AddMinutes(20)
        );

        await Team.HearsAsync(
            new IncidentChanged(
                incident with
                {
                    AcknowledgedAt = Some.Noon.AddMinutes(4),
                },
                [new("acknowledgedAt", "2026-03-02T12:20:00Z", "2026-03-02T12:04:00Z")],
                "as the chat says"
            ),
            incident.Id,
            3,
            Some.Noon.AddMinutes(30)
        );

        var items = (await Team.ReadAsync(incident)).Items;
        (items[1].Text, items[1].OccurredAt, items[1].Version).ShouldBe(
            ("Acknowledged by Ada Lovelace.", Some.Noon.AddMinutes(4), 2)
        );
        items[2]
            .Text.ShouldBe(
                "Time of acknowledgement corrected from 2026-03-02 12:20 UTC to 2026-03-02 12:04 "
                    + "UTC. as the chat says."
            );
        var before = (await Team.HistoryAsync(incident, items[1].Id)).Json.GetProperty("items")[0];
        before.GetProperty("occurredAt").GetDateTime().ShouldBe(Some.Noon.AddMinutes(20));
        before.GetProperty("reason").GetString().ShouldBe("as the chat says");
    }

    [Fact]
    public async Task An_incident_that_follows_another_names_it()
    {
        var first = await Team.IncidentOpensAsync();
        var second = await Team.IncidentOpensAsync(i => i with { PreviousIncidentId = first.Id });

        (await Team.ReadAsync(second))
            .Texts[0]
            .ShouldEndWith($"It follows INC-{first.Number}, which was resolved.");
    }

    [Fact]
    public async Task Texts_longer_than_a_line_are_cut_not_lost()
    {
        var incident = Some.Incident() with { Title = new string('ü', 9_000) };

        await Team.HearsAsync(new IncidentOpened(incident, [], null), incident.Id, 1, Some.Noon);

        var text = (await Team.ReadAsync(incident)).Texts[0];
        text.Length.ShouldBe(4_000);
        text.ShouldEndWith("…");
    }

    [Fact]
    public async Task A_storm_of_incidents_costs_a_few_statements()
    {
        var incidents = Enumerable.Range(0, 500).Select(_ => Some.Incident()).ToList();
        var events = incidents.SelectMany(i =>
            Batch(new IncidentOpened(i, [Some.Alert("Errors")], "Zabbix"), i, 1).Events
        );
        var storm = new EventBatch(Guid.CreateVersion7(), EventCatalog.Intake, [.. events]);

        using var statements = StatementCounter.For(await Fixture.DatabaseNameAsync());
        await Fixture.Host.TellAsync(storm);

        // The inbox, deleted incidents, the incidents, the lines: each read once for all 500. With
        // the commit, deleted incidents again, and on a server the lock against deletions.
        statements.Reads.ShouldBeInRange(5, 6);
        (await Team.ReadAsync(incidents[0])).Items.Count.ShouldBe(1);
        (await Team.ReadAsync(incidents[^1])).Items.Count.ShouldBe(1);
    }

    protected static EventBatch Batch(IEvent fact, IncidentState incident, int version) =>
        PirTestHost.BatchOf(fact, incident.Id, version, Some.Noon.AddMinutes(version), Some.Ada);

    protected async Task<Timelines.Domain.IncidentRef> ReferenceAsync(IncidentState incident)
    {
        await using var scope = Fixture.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TimelineDbContext>();
        return await db.Incidents.SingleAsync(i => i.Id == incident.Id);
    }

    protected async Task<int> ParkedAsync(params IncidentState[] incidents)
    {
        var subjects = incidents.Select(i => i.Id.ToString()).ToList();
        await using var scope = Fixture.Host.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<TimelineDbContext>()
            .Parked.CountAsync(p => subjects.Contains(p.Subject));
    }

    private static IEnumerable<IEvent> Story(IncidentState incident)
    {
        var ada = new Person("user-ada", "Ada Lovelace");
        var at = (DateTime?)Some.Noon.AddMinutes(7);
        yield return new IncidentOpened(incident, [Some.Alert("Errors")], "Zabbix");
        yield return new AlertsAttached(incident, [Some.Alert("Latency")], "Zabbix");
        yield return new IncidentAcknowledged(incident);
        yield return new IncidentChanged(incident, [new("severity", "sev2", "sev1")], null);
        yield return new IncidentRoleAssigned(incident, IncidentRole.IncidentCommander, ada, null);
        yield return new IncidentImpactRecorded(
            incident,
            new("cannot pay", null, null, null, null, null, null)
        );
        yield return new IncidentMitigated(incident, null);
        yield return new IncidentResolved(incident with { ResolvedAt = at }, false, null);
        yield return new IncidentReopened(incident, "it came back", at.Value);
        yield return new IncidentResolved(incident with { ResolvedAt = at }, true, null);
        yield return new IncidentClosed(incident with { ResolvedAt = at });
    }
}
