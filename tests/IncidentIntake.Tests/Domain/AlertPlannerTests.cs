using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Shouldly;
using Xunit;
using static Pir.IncidentIntake.Tests.Domain.AlertWorld;

namespace Pir.IncidentIntake.Tests.Domain;

public sealed class AlertPlannerTests
{
    [Fact]
    public void Alerts_of_one_body_form_one_incident()
    {
        var world = new AlertWorld();

        world
            .Deliver(10, world.Firing("a", 5, "warning"), world.Firing("b", 3, "critical"))
            .ShouldBe((2, 0));

        var incident = world.Incidents.ShouldHaveSingleItem();
        incident.Severity.ShouldBe(Severity.Sev1);
        incident.DetectedAt.ShouldBe(Noon.AddMinutes(3));
        incident.OpenedAt.ShouldBe(Noon.AddMinutes(10));
        incident.DetectionSource.ShouldBe(DetectionSource.Alerting);
        (incident.AlertCount, incident.FiringAlertCount, incident.Version).ShouldBe((2, 2, 1));
    }

    [Fact]
    public void With_grouping_by_alert_each_fingerprint_has_its_own()
    {
        var world = new AlertWorld(AlertGrouping.Alert);

        world.Deliver(10, world.Firing("a"), world.Firing("b"));
        world.Deliver(11, world.Firing("a"), world.Firing("c"));

        world.Incidents.Count.ShouldBe(3);
    }

    [Fact]
    public void A_repeat_only_counts()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a"));

        world.Deliver(20, world.Firing("a")).ShouldBe((1, 0));

        world.Incidents.ShouldHaveSingleItem().Version.ShouldBe(1);
        var alert = world.Alerts.ShouldHaveSingleItem();
        (alert.Occurrences, alert.LastSeenAt).ShouldBe((2, Noon.AddMinutes(20)));
        world.Last.Changes.ShouldBeEmpty();
    }

    [Fact]
    public void An_unknown_alert_joins_the_open_incident_of_its_body()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a"));

        world.Deliver(20, world.Firing("b", 15), world.Firing("a"));

        var incident = world.Incidents.ShouldHaveSingleItem();
        (incident.AlertCount, incident.Version).ShouldBe((2, 2));
        world.Last.Changes.Single().Alerts.Select(a => a.Fingerprint).ShouldBe(["b"]);
    }

    [Fact]
    public void The_end_of_the_last_alert_resolves()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a"), world.Firing("b"));

        world.Deliver(20, world.Resolved("a", 0, 18), world.Firing("b"));
        world.Incidents[0].IsActive.ShouldBeTrue();
        world.Deliver(30, world.Resolved("b", 0, 17));

        var incident = world.Incidents.ShouldHaveSingleItem();
        incident.Status.ShouldBe(IncidentStatus.Resolved);
        // The latest end, not the last to arrive.
        incident.ResolvedAt.ShouldBe(Noon.AddMinutes(18));
        incident.Version.ShouldBe(4);
        world.Last.Changes.Single().History.Select(h => h.Field).ShouldBe(["status", "resolvedAt"]);
    }

    [Fact]
    public void A_body_that_ends_one_alert_and_brings_another_keeps_the_incident()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a"));

        world.Deliver(20, world.Resolved("a"), world.Firing("b", 15));

        world.Incidents.ShouldHaveSingleItem().IsActive.ShouldBeTrue();
    }

    [Fact]
    public void Without_auto_resolve_people_decide()
    {
        var world = new AlertWorld(autoResolve: false);
        world.Deliver(10, world.Firing("a"));

        world.Deliver(20, world.Resolved("a"));

        world.Incidents[0].Status.ShouldBe(IncidentStatus.Open);
        world.Incidents[0].FiringAlertCount.ShouldBe(0);
    }

    [Fact]
    public void An_end_of_something_unknown_is_ignored()
    {
        var world = new AlertWorld();

        world.Deliver(10, world.Resolved("a")).ShouldBe((0, 1));

        world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Firing_again_after_the_end_opens_a_linked_incident()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", 5));
        world.Deliver(20, world.Resolved("a", 5, 18));

        world.Deliver(30, world.Firing("a", 25)).ShouldBe((1, 0));

        world.Incidents.Count.ShouldBe(2);
        world.Incidents[1].PreviousIncidentId.ShouldBe(world.Incidents[0].Id);
    }

    [Fact]
    public void A_copy_of_an_ended_firing_is_stale()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", 5));
        world.Deliver(20, world.Resolved("a", 5));

        world.Deliver(30, world.Firing("a", 5)).ShouldBe((0, 1));
        world.Deliver(31, world.Firing("a", 4)).ShouldBe((0, 1));
        world.Deliver(32, world.Resolved("a", 5)).ShouldBe((0, 1));

        world.Incidents.ShouldHaveSingleItem();
    }

    [Fact]
    public void Firing_again_while_its_incident_is_open_stays_inside()
    {
        var world = new AlertWorld(autoResolve: false);
        world.Deliver(10, world.Firing("a", 5));
        world.Deliver(20, world.Resolved("a", 5, 15));

        world.Deliver(30, world.Firing("a", 25));

        var incident = world.Incidents.ShouldHaveSingleItem();
        (incident.AlertCount, incident.FiringAlertCount).ShouldBe((2, 1));
        world.Alerts.Count(world.IsLatest).ShouldBe(1);
    }

    [Fact]
    public void A_later_start_without_an_end_in_between_ends_the_earlier_firing()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", 5));

        world.Deliver(30, world.Firing("a", 25));

        world.Incidents.ShouldHaveSingleItem().FiringAlertCount.ShouldBe(1);
        world.Alerts.Single(a => !world.IsLatest(a)).EndsAt.ShouldBe(Noon.AddMinutes(25));
        world.Last.Changes.Single().Alerts.Count.ShouldBe(2);
    }

    [Fact]
    public void An_alert_that_outlives_a_resolution_by_hand_comes_back()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", 5));
        world.ResolveByHand(1, 20);

        world.Deliver(30, world.Firing("a", 5)).ShouldBe((1, 0));

        world.Incidents.Count.ShouldBe(2);
        world.Incidents[1].PreviousIncidentId.ShouldBe(world.Incidents[0].Id);
        world.Incidents[0].FiringAlertCount.ShouldBe(0);
    }

    [Fact]
    public void But_not_while_the_source_asks_for_quiet()
    {
        var world = new AlertWorld(suppressMinutes: 15);
        world.Deliver(10, world.Firing("a", 5));
        world.ResolveByHand(1, 20);

        world.Deliver(34, world.Firing("a", 5)).ShouldBe((0, 1));
        world.Incidents.ShouldHaveSingleItem();
        world.Deliver(35, world.Firing("a", 5)).ShouldBe((1, 0));
        world.Incidents.Count.ShouldBe(2);
    }

    [Fact]
    public void Without_a_start_time_the_current_firing_is_meant()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", null));
        world.Deliver(11, world.Firing("a", null)).ShouldBe((1, 0));
        world.Deliver(12, world.Resolved("a", null)).ShouldBe((1, 0));
        world.Deliver(13, world.Firing("a", null)).ShouldBe((1, 0));

        world.Incidents.Count.ShouldBe(2);
        world.Incidents[0].DetectedAt.ShouldBe(Noon.AddMinutes(10));
        world.Incidents[0].ResolvedAt.ShouldBe(Noon.AddMinutes(12));
    }

    [Fact]
    public void A_start_far_in_the_future_is_not_believed()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", 1_000_000));
        world.Deliver(20, world.Resolved("a", 1_000_000)).ShouldBe((1, 0));
        world.Deliver(30, world.Firing("a", 25)).ShouldBe((1, 0));

        world.Incidents.Count.ShouldBe(2);
    }

    [Fact]
    public void Opened_and_resolved_in_one_commit_are_two_versions()
    {
        var world = new AlertWorld();

        world.Commit((10, [world.Firing("a")]), (11, [world.Resolved("a", 0, 11)]));

        var change = world.Last.Changes.ShouldHaveSingleItem();
        change.IsNew.ShouldBeTrue();
        change.ResolvedFrom.ShouldBe(IncidentStatus.Open);
        change.Incident.Version.ShouldBe(2);
    }

    [Fact]
    public void A_repeat_behind_a_change_in_the_same_commit_is_judged_after_it()
    {
        var world = new AlertWorld();
        world.Deliver(10, world.Firing("a", 5));

        world
            .Commit((20, [world.Resolved("a", 5)]), (21, [world.Firing("a", 5)]))
            .ShouldBe([(1, 0), (0, 1)]);
    }

    [Fact]
    public void A_title_for_several_alerts_is_what_they_have_in_common()
    {
        var world = new AlertWorld();
        var ledger = new AlertLedger();
        new AlertPlanner(ledger).Apply(
            world.Source,
            new([world.Firing("a"), world.Firing("b")], "Checkout is slow"),
            Noon.AddMinutes(1)
        );

        ledger.Changes.Single().Incident.Title.ShouldBe("Checkout is slow");
    }
}
