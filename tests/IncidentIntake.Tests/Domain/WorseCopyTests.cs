using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>The same alert arrives again with more information, or as acknowledged.</summary>
public sealed class WorseCopyTests
{
    private readonly AlertWorld _world = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_worst_copy_wins_and_the_timeline_tells_of_it(bool isInOneCommit)
    {
        var first = Copy("warning", "High");
        var second = Copy("critical", "Very high");
        var third = Copy("info", "Low");
        if (isInOneCommit)
        {
            _world.Commit((1, [first]), (2, [second]), (3, [third]));
        }
        else
        {
            _world.Deliver(1, first);
            _world.Deliver(2, second);
            _world
                .Last.Changes.ShouldHaveSingleItem()
                .Raised.Select(r => (r.Field, r.From, r.To))
                .ShouldBe([("title", "High", "Very high"), ("severity", "sev3", "sev1")]);
            _world.Deliver(3, third);
        }

        var incident = _world.Incidents.ShouldHaveSingleItem();
        (incident.Severity, incident.Title).ShouldBe((Severity.Sev1, "Very high"));
        var alert = _world.Alerts.ShouldHaveSingleItem();
        (alert.Severity, alert.Title, alert.Occurrences).ShouldBe(("critical", "Very high", 3));
    }

    [Fact]
    public void What_a_person_chose_stays_and_the_timeline_still_tells()
    {
        _world.Deliver(1, Copy("warning", "High"));
        _world.SetByHand("Checkout is slow", Severity.Sev4, 2);

        _world.Deliver(3, Copy("critical", "Very high"));

        var incident = _world.Incidents.ShouldHaveSingleItem();
        (incident.Severity, incident.Title).ShouldBe((Severity.Sev4, "Checkout is slow"));
        _world
            .Last.Changes.ShouldHaveSingleItem()
            .Notices.ShouldBe(["The alert “Very high” is now reported as critical."]);
    }

    [Fact]
    public void A_worse_alert_that_joins_raises_the_incident()
    {
        _world.Deliver(1, _world.Firing("a", severity: "warning"));
        _world.Deliver(
            2,
            _world.Firing("a", severity: "warning"),
            _world.Firing("b", severity: "critical")
        );

        _world.Incidents.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Sev1);
    }

    [Fact]
    public void An_acknowledgement_acknowledges_and_opens_nothing()
    {
        _world.Deliver(1, _world.Acknowledged("a")).ShouldBe((0, 1));
        _world.Incidents.ShouldBeEmpty();

        _world.Deliver(2, _world.Firing("a"));
        _world.Deliver(3, _world.Acknowledged("a", null)).ShouldBe((1, 0));

        var incident = _world.Incidents.ShouldHaveSingleItem();
        (incident.Status, incident.AcknowledgedAt).ShouldBe(
            (IncidentStatus.Acknowledged, AlertWorld.Noon.AddMinutes(3))
        );
        _world.Deliver(4, _world.Resolved("a"));
        _world.Deliver(5, _world.Acknowledged("a")).ShouldBe((0, 1));
        _world.Incidents.ShouldHaveSingleItem().Status.ShouldBe(IncidentStatus.Resolved);
    }

    [Theory]
    [InlineData("Report received", "The alert “a” ended with: Report received")]
    [InlineData("No report", null)]
    [InlineData(null, null)]
    public void What_the_tool_says_at_the_end_is_told(string? said, string? told)
    {
        _world.Deliver(1, Saying(AlertSignal.Firing, "No report"));

        _world.Deliver(2, Saying(AlertSignal.Resolved, said));

        _world.Last.Changes.ShouldHaveSingleItem().Notices.ShouldBe(told is null ? [] : [told]);
        _world.Alerts.ShouldHaveSingleItem().Description.ShouldBe("No report");
    }

    [Fact]
    public void What_the_sender_left_out_is_told_once()
    {
        var body = new IncomingBody([_world.Firing("a")], Omitted: "3 are missing.");
        _world.Commit((1, body));
        _world.Last.Changes.ShouldHaveSingleItem().Notices.ShouldBe(["3 are missing."]);

        _world.Commit((2, body));

        _world.Last.Changes.ShouldBeEmpty();
        _world.Commit((3, body with { Omitted = "4 are missing." }));
        _world.Last.Changes.ShouldHaveSingleItem().Notices.ShouldBe(["4 are missing."]);
        _world.Incidents[0].Notices.ShouldBe("3 are missing.\n4 are missing.");
    }

    private IncomingAlert Saying(AlertSignal signal, string? description) =>
        _world.Alert("a", signal, 0, description: description);

    private IncomingAlert Copy(string severity, string title) =>
        _world.Alert("a", AlertSignal.Firing, 0, null, severity, title);
}
