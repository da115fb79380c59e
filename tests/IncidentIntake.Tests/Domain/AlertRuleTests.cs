using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Decisions;
using Shouldly;
using Xunit;
using static Pir.IncidentIntake.Tests.Domain.AlertWorld;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>Routing rules and silences on single deliveries (A1, A2, A6, A9).</summary>
public sealed class AlertRuleTests
{
    private static readonly string[] ByName = ["alertname"];

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Noise",
                Conditions = [Where("alertname", AlertOperator.StartsWith, "watch")],
                Action = AlertRuleAction.Ignore,
            },
            new AlertRuleRequest
            {
                Name = "Database",
                Conditions = [Where("alertname", AlertOperator.Contains, "pg")],
                Service = "db",
                Team = "storage",
                Severity = Severity.Sev2,
            },
            new AlertRuleRequest { Name = "The rest", Service = "other" }
        );

        world.Deliver(10, Named(world, "a", "Watchdog")).ShouldBe((0, 1));
        world.Outcomes.Single().By!.Rule!.Name.ShouldBe("Noise");
        world.Deliver(11, Named(world, "b", "PgDown", severity: "critical"));
        world.Deliver(12, Named(world, "c", "DiskFull"));

        world
            .Incidents.Select(i => (i.Service, i.Team, i.Severity))
            .ShouldBe([("db", "storage", Severity.Sev2), ("other", null, Severity.Sev3)]);
    }

    /// <summary>A6: one body whose alerts belong to two teams.</summary>
    [Fact]
    public void Alerts_of_one_body_go_where_their_rules_say()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Database",
                Conditions = [Where("alertname", AlertOperator.Is, "PgDown")],
                Team = "storage",
            }
        );

        world.Deliver(
            10,
            Named(world, "a", "PgDown"),
            Named(world, "b", "Latency"),
            Named(world, "c", "PgDown")
        );

        world.Incidents.Select(i => (i.Team, i.AlertCount)).ShouldBe([("storage", 2), (null, 1)]);
    }

    /// <summary>A9: two replicas of one Alertmanager.</summary>
    [Fact]
    public void Alerts_with_the_same_grouping_key_share_an_incident()
    {
        var world = With(
            new AlertRuleRequest { Name = "Replicas", GroupBy = ["alertname", "instance"] }
        );

        world.Deliver(10, Labelled(world, "aa15", """{"alertname":"Down","replica":"0"}"""));
        world.Deliver(10, Labelled(world, "bb16", """{"alertname":"Down","replica":"1"}"""));
        world.Outcomes.Single().Outcome.ShouldBe(AlertOutcome.Joined);
        world.Deliver(11, Labelled(world, "cc17", """{"alertname":"Slow","replica":"0"}"""));

        world.Incidents.Select(i => i.AlertCount).ShouldBe([2, 1]);
        world.Incidents[0].Notices!.ShouldContain("alertname and instance");

        world.Deliver(12, world.Resolved("aa15", null));
        world.Incidents[0].IsActive.ShouldBeTrue();
        world.Deliver(13, world.Resolved("bb16", null));
        world.Incidents[0].IsActive.ShouldBeFalse();
    }

    /// <summary>A9: a late duplicate after the end opens a new, linked incident.</summary>
    [Fact]
    public void A_grouping_key_opens_a_new_linked_incident_after_the_window_or_the_end()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "By name",
                GroupBy = ByName,
                GroupMinutes = 30,
            }
        );

        world.Deliver(0, Named(world, "a", "Down"));
        world.Deliver(30, Named(world, "b", "Down"));
        world.Deliver(61, Named(world, "c", "Down"));
        world.Incidents.Select(i => i.AlertCount).ShouldBe([2, 1]);
        world.Incidents[1].PreviousIncidentId.ShouldBe(world.Incidents[0].Id);

        world.ResolveByHand(2, 62);
        world.Deliver(63, Named(world, "d", "Down"));
        world.Incidents[2].PreviousIncidentId.ShouldBe(world.Incidents[1].Id);
    }

    [Fact]
    public void An_attaching_rule_waits_for_an_incident_and_joins_it()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Hints",
                Conditions = [Where("severity", AlertOperator.Is, "info")],
                Action = AlertRuleAction.Attach,
                GroupBy = ["service"],
            },
            new AlertRuleRequest { Name = "By service", GroupBy = ["service"] }
        );

        world.Deliver(5, Of(world, "hint", "info", "shop"), Of(world, "far", "info", "mail"));
        world.Outcomes.ShouldAllBe(o => o.Outcome == AlertOutcome.Waiting);
        world.Incidents.ShouldBeEmpty();
        world.Deliver(10, Of(world, "a", "critical", "shop"));
        world.Deliver(11, Of(world, "hint2", "info", "shop"));

        var incident = world.Incidents.ShouldHaveSingleItem();
        incident.AlertCount.ShouldBe(3);
        // The hint came first, but is no incident of its own.
        incident.Title.ShouldBe("a");
        world
            .Held.Select(h => (h.Title, h.State))
            .ShouldBe(
                [("hint", HeldAlertState.Released), ("far", HeldAlertState.Waiting)],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Opens_after_enough_occurrences_within_the_window()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Not at once",
                Occurrences = 3,
                OccurrenceMinutes = 10,
            }
        );

        world.Deliver(0, world.Firing("a"));
        world.Deliver(1, world.Firing("a"));
        world.Deliver(15, world.Firing("a"));
        world.Outcomes.Single().Outcome.ShouldBe(AlertOutcome.Waiting);
        world.Incidents.ShouldBeEmpty();
        world.Held.Single().Occurrences.ShouldBe(3);
        world.Deliver(16, world.Firing("a"));
        world.Deliver(17, world.Firing("a"));
        world.Outcomes.Single().Outcome.ShouldBe(AlertOutcome.Opened);

        var incident = world.Incidents.ShouldHaveSingleItem();
        // A2: detected when the alert began, not when it was enough.
        incident.DetectedAt.ShouldBe(Noon);
        incident.Notices!.ShouldContain("after 3 occurrences within 10 minutes");
        world.Alerts.Single().Occurrences.ShouldBe(4);
        world.Held.Single().State.ShouldBe(HeldAlertState.Released);
    }

    [Fact]
    public void Occurrences_of_a_grouping_key_are_counted_together_and_all_join()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Three pods",
                GroupBy = ByName,
                Occurrences = 3,
                OccurrenceMinutes = 10,
            }
        );

        world.Deliver(1, Named(world, "p1", "Crash"));
        world.Deliver(2, Named(world, "p2", "Crash"), Named(world, "p3", "Crash"));
        world.Deliver(3, Named(world, "p4", "Crash"));

        world.Incidents.ShouldHaveSingleItem().AlertCount.ShouldBe(4);
    }

    [Fact]
    public void An_alert_that_ends_while_it_waits_opens_nothing()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Twice",
                Occurrences = 2,
                OccurrenceMinutes = 10,
            }
        );

        world.Deliver(1, world.Firing("a"));
        world.Deliver(2, world.Resolved("a")).ShouldBe((1, 0));
        world.Held.Single().State.ShouldBe(HeldAlertState.Ended);
        // A late copy of the firing that is over.
        world.Deliver(3, world.Firing("a")).ShouldBe((0, 1));
        world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_flapping_alert_stays_one_incident()
    {
        var world = With(new AlertRuleRequest { Name = "Calm", HoldMinutes = 10 });

        world.Deliver(0, world.Firing("a", 0));
        world.Deliver(5, world.Resolved("a", 0, 5));
        world.CatchUp(14);
        world.Deliver(14, world.Firing("a", 14));
        world.Deliver(16, world.Resolved("a", 14, 16));
        world.CatchUp(25);
        world.Incidents.ShouldHaveSingleItem().IsActive.ShouldBeTrue();
        world.CatchUp(26);

        var incident = world.Incidents.ShouldHaveSingleItem();
        incident.Status.ShouldBe(IncidentStatus.Resolved);
        incident.ResolvedAt.ShouldBe(Noon.AddMinutes(16));
        incident.AlertCount.ShouldBe(2);
    }

    [Fact]
    public void A_storm_is_collected_in_one_incident()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Storms",
                GroupBy = ["key"],
                StormIncidents = 3,
                StormMinutes = 10,
            }
        );

        for (var i = 0; i < 20; i++)
        {
            world.Deliver(i / 4, Of(world, "f" + i, i == 7 ? "critical" : "warning", "shop"));
        }

        world.Deliver(6, Of(world, "other", "warning", "mail"));

        world.Incidents.Count.ShouldBe(5);
        var parent = world.Incidents[3];
        parent.Title.ShouldBe("Alert storm on shop");
        (parent.AlertCount, parent.Severity).ShouldBe((17, Severity.Sev1));
        parent.Notices!.ShouldContain("3 incidents of");
        // Once it is calm, incidents are their own again.
        world.Deliver(30, Of(world, "late", "warning", "shop"));
        world.Incidents[^1].Title.ShouldBe("late");
    }

    [Fact]
    public void A_silence_keeps_alerts_and_opens_what_outlasts_it()
    {
        var world = new AlertWorld
        {
            Rules = new([], [Silent(0, 30, Where("service", AlertOperator.Is, "shop"))]),
        };

        world.Deliver(5, Of(world, "a", "warning", "shop"), Of(world, "b", "warning", "shop"));
        world.Deliver(6, Of(world, "c", "warning", "mail"));
        world.Outcomes.Single().Outcome.ShouldBe(AlertOutcome.Opened);
        world.Deliver(7, world.Resolved("b", null));
        world.CatchUp(29);
        world.Incidents.ShouldHaveSingleItem().Service.ShouldBe("mail");
        world.CatchUp(30);
        world.CatchUp(31);

        world.Incidents.Count.ShouldBe(2);
        var incident = world.Incidents[1];
        (incident.Title, incident.DetectedAt).ShouldBe(("a", Noon));
        incident.Notices!.ShouldContain("outlasted the silence");
        world.Deliver(40, Of(world, "a", "warning", "shop"));
        world.Outcomes.Single().Outcome.ShouldBe(AlertOutcome.Repeated);
    }

    [Fact]
    public void What_a_removed_rule_held_back_gets_its_incident()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Twice",
                Occurrences = 2,
                OccurrenceMinutes = 10,
            }
        );
        world.Deliver(1, world.Firing("a"));

        world.Rules = AlertRulebook.Empty;
        world.CatchUp(2);

        world.Incidents.ShouldHaveSingleItem().Title.ShouldBe("a");
    }

    [Fact]
    public void An_alert_resolved_by_hand_that_still_fires_waits_without_being_lost()
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Twice",
                Occurrences = 2,
                OccurrenceMinutes = 10,
            }
        );
        world.Deliver(1, world.Firing("a"));
        world.Deliver(2, world.Firing("a"));
        world.ResolveByHand(1, 3);

        world.Deliver(4, world.Firing("a"));
        world.Outcomes.Single().Outcome.ShouldBe(AlertOutcome.Waiting);
        world.Deliver(5, world.Firing("a"));

        world.Incidents.Count.ShouldBe(2);
        world.Incidents[1].PreviousIncidentId.ShouldBe(world.Incidents[0].Id);
        world.Incidents.ShouldAllBe(i =>
            i.FiringAlertCount
            == world.Alerts.Count(a => a.IncidentId == i.Id && a.Status == AlertStatus.Firing)
        );
    }

    [Theory]
    [InlineData("title", AlertOperator.Matches, "^disk .*db[0-9]$", true)]
    [InlineData("title", AlertOperator.Matches, "^Disk", false)]
    [InlineData("title", AlertOperator.IsNot, "other", true)]
    [InlineData("TITLE", AlertOperator.StartsWith, "DISK", true)]
    [InlineData("severity", AlertOperator.Is, "critical", true)]
    [InlineData("severity", AlertOperator.Is, "SEV1", true)]
    [InlineData("labels.severity", AlertOperator.Is, "page", true)]
    [InlineData("service", AlertOperator.Is, "shop", true)]
    [InlineData("source", AlertOperator.Is, "prometheus", true)]
    [InlineData("key", AlertOperator.Is, "a", true)]
    [InlineData("team", AlertOperator.Is, "", true)]
    [InlineData("port", AlertOperator.Is, "8080", true)]
    [InlineData("nothing", AlertOperator.Contains, "x", false)]
    public void Compares(string field, AlertOperator how, string value, bool matches)
    {
        var world = With(
            new AlertRuleRequest
            {
                Name = "Rule",
                Conditions = [Where(field, how, value)],
                Action = AlertRuleAction.Ignore,
            }
        );

        world.Deliver(
            10,
            world.Alert(
                "a",
                AlertSignal.Firing,
                severity: "page",
                title: "disk full on db1",
                service: "shop",
                labels: """{"severity":"page","port":8080}"""
            )
        );

        (world.Outcomes.Single().Outcome == AlertOutcome.Ignored).ShouldBe(matches);
    }

    [Theory]
    [InlineData("(", "must be a valid regular expression")]
    [InlineData("(?=x)", "must be a regular expression without look-around and backreferences")]
    [InlineData("((a{100}){100}){100}", "must not repeat anything more than 1000 times")]
    [InlineData("^(db|pg)[0-9]{1,3}$", null)]
    public void Checks_regular_expressions(string pattern, string? rule) =>
        Conditions.CheckPattern(pattern).ShouldBe(rule);

    internal static AlertWorld With(params AlertRuleRequest[] rules) =>
        new() { Rules = new([.. rules.Select(RuleOf)], []) };

    internal static AlertRule RuleOf(AlertRuleRequest wanted, int position)
    {
        var rule = new AlertRule { Id = Guid.CreateVersion7(), Position = position };
        rule.Set(wanted, new Stamp(new Actor("user", "u1", "Riley"), Noon));
        return rule;
    }

    internal static Silence Silent(int from, int until, params AlertCondition[] conditions)
    {
        var silence = new Silence { Id = Guid.CreateVersion7() };
        silence.Set(
            new()
            {
                Reason = "Planned work",
                Conditions = conditions,
                From = Noon.AddMinutes(from),
                Until = Noon.AddMinutes(until),
            },
            Noon
        );
        return silence;
    }

    internal static AlertCondition Where(string field, AlertOperator how, string value) =>
        new(field, how, value);

    private static IncomingAlert Named(
        AlertWorld world,
        string fingerprint,
        string name,
        string? severity = null
    ) =>
        world.Alert(
            fingerprint,
            AlertSignal.Firing,
            severity: severity,
            labels: $$"""{"alertname":"{{name}}"}"""
        );

    private static IncomingAlert Labelled(AlertWorld world, string fingerprint, string labels) =>
        world.Alert(fingerprint, AlertSignal.Firing, labels: labels);

    private static IncomingAlert Of(
        AlertWorld world,
        string fingerprint,
        string severity,
        string service
    ) => world.Alert(fingerprint, AlertSignal.Firing, severity: severity, service: service);
}
