using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Tests.Domain;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Persistence;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Webhooks;

public sealed class EventBatchWriterTests
{
    private static readonly ProcessInstance Owner = new("me/1");
    private readonly AlertWorld _world = new();
    private readonly EventBatchWriter _writer = new();

    [Fact]
    public void Writes_exactly_what_the_serializer_would()
    {
        _world.Deliver(
            10,
            _world.Alert(
                "a",
                AlertSignal.Firing,
                5,
                null,
                "critical",
                "Ünïcode \"quoted\" <b> & more"
            ),
            _world.Firing("b")
        );
        AssertSame(Write());
        _world.Deliver(11, _world.Resolved("a", 5, 11), _world.Firing("c", 10));
        AssertSame(Write());
        _world.Deliver(12, _world.Resolved("b"), _world.Resolved("c", 10));
        AssertSame(Write());
    }

    [Fact]
    public void Writes_what_alerts_raise_acknowledge_and_leave_out_as_the_serializer_would()
    {
        _world.Commit(
            (10, new IncomingBody([_world.Firing("a", severity: "warning")], Omitted: "Some."))
        );
        AssertSame(Write());
        _world.Commit(
            (11, [_world.Firing("a", severity: "critical")]),
            (11, [_world.Acknowledged("a")]),
            (12, [_world.Resolved("a")])
        );

        AssertSame(Write());
        var events = Read(Write());
        events
            .Select(e => (e.Type, e.Version))
            .ShouldBe([
                ("pir.incident.alerts-attached.v1", 2),
                ("pir.incident.changed.v1", 3),
                ("pir.incident.acknowledged.v1", 4),
                ("pir.incident.resolved.v1", 5),
            ]);
        events
            .Select(e => e.Data.GetProperty("incident"))
            .Select(i => $"{i.GetProperty("severity")} {i.GetProperty("status")}")
            .ShouldBe(["sev3 open", "sev1 open", "sev1 acknowledged", "sev1 resolved"]);
    }

    [Fact]
    public void Tells_one_event_per_incident_and_commit_however_many_alerts()
    {
        _world.Commit(
            (10, [_world.Firing("a"), _world.Firing("b")]),
            (11, [_world.Firing("a"), _world.Firing("c")]),
            (11, [_world.Firing("x")])
        );

        var events = Read(Write());

        events.Select(e => e.Type).ShouldBe(["pir.incident.opened.v1", "pir.incident.opened.v1"]);
        var opened = (IncidentOpened)
            EventCatalog.Read(EventCatalog.Find(events[0].Type)!, events[0].Data);
        opened.Alerts.Select(a => a.Fingerprint).ShouldBe(["a", "b", "c"]);
        opened.Incident.Number.ShouldBe(1);
        opened.SourceName.ShouldBe("Prometheus");
        events[0].Version.ShouldBe(1);
        events[0].Actor.Kind.ShouldBe("source");
    }

    [Fact]
    public void Tells_opening_before_resolution_with_the_state_of_each()
    {
        _world.Commit((10, [_world.Firing("a", 1)]), (11, [_world.Resolved("a", 1, 11)]));

        var events = Read(Write());

        events
            .Select(e => (e.Type, e.Version))
            .ShouldBe([("pir.incident.opened.v1", 1), ("pir.incident.resolved.v1", 2)]);
        var opened = (IncidentOpened)
            EventCatalog.Read(EventCatalog.Find(events[0].Type)!, events[0].Data);
        (opened.Incident.Status, opened.Incident.ResolvedAt).ShouldBe((IncidentStatus.Open, null));
        var resolved = (IncidentResolved)
            EventCatalog.Read(EventCatalog.Find(events[1].Type)!, events[1].Data);
        (resolved.Incident.Status, resolved.ByAlerts).ShouldBe((IncidentStatus.Resolved, true));
        events[1].Time.ShouldBe(AlertWorld.Noon.AddMinutes(11));
    }

    [Fact]
    public void Tells_nothing_of_a_repeat()
    {
        _world.Deliver(10, _world.Firing("a"));
        _world.Deliver(11, _world.Firing("a"));

        _writer.Write(_world.Last.Changes, Owner, AlertWorld.Noon).ShouldBeNull();
    }

    [Fact]
    public void Has_a_key_only_when_all_is_about_one_incident()
    {
        _world.Deliver(10, _world.Firing("a"));
        Message().Key.ShouldBe(_world.Incidents[0].Id.ToString());
        _world.Commit((11, [_world.Firing("b")]), (11, [_world.Firing("c")]));
        Message().Key.ShouldBeNull();
    }

    private Platform.Messaging.OutboxMessage Message() =>
        _writer.Write(_world.Last.Changes, Owner, AlertWorld.Noon.AddMinutes(15)).ShouldNotBeNull();

    private byte[] Write() => Platform.Messaging.OutboxMessage.Read(Message().Body);

    private static IReadOnlyList<EventEnvelope> Read(byte[] body) =>
        JsonSerializer.Deserialize<EventBatch>(body, EventJson.Options)!.Events;

    /// <summary>
    /// Reads each fact as its record and writes all back: the bytes are the same, so nothing is
    /// missing, added or in another order.
    /// </summary>
    private static void AssertSame(byte[] body)
    {
        var batch = JsonSerializer.Deserialize<EventBatch>(body, EventJson.Options)!;
        var again = batch with
        {
            Events = batch
                .Events.Select(e =>
                {
                    var definition = EventCatalog.Find(e.Type)!;
                    return e with
                    {
                        Data = JsonSerializer.SerializeToElement(
                            EventCatalog.Read(definition, e.Data),
                            definition.Clr,
                            EventJson.Options
                        ),
                    };
                })
                .ToList(),
        };
        Encoding.UTF8.GetString(body).ShouldBe(JsonSerializer.Serialize(again, EventJson.Options));
        JsonNode.Parse(body).ShouldNotBeNull();
    }
}
