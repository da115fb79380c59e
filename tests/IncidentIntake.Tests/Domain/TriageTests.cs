using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>Initial and final service, team and severity (A6).</summary>
public sealed class TriageTests
{
    private static readonly DateTime Detected = new(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    private readonly List<IncidentHistory> _history = [];
    private readonly Incident _incident = Incident.Open(
        new(
            "Checkout is slow",
            Severity.Sev3,
            DetectionSource.Alerting,
            Detected,
            new() { Service = "checkout", Team = "Orders" }
        ),
        Detected
    );

    [Fact]
    public void An_incident_that_nobody_rerouted_was_triaged_right()
    {
        var triage = Triage.Of(_incident, _history);

        triage.IsMistriage.ShouldBeFalse();
        triage.Reroutes.ShouldBeEmpty();
        triage.Lost.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void The_time_until_the_last_reroute_is_lost()
    {
        After(10, new() { Team = "Payments" });
        After(25, new() { Service = "card-gateway", Team = "Cards" });

        var triage = Triage.Of(_incident, _history);

        triage.Initial.ShouldBe(new TriageValues("checkout", "Orders", Severity.Sev3));
        triage.Final.ShouldBe(new TriageValues("card-gateway", "Cards", Severity.Sev3));
        triage.Reroutes.ShouldBe([Detected.AddMinutes(10), Detected.AddMinutes(25)]);
        triage.Lost.ShouldBe(TimeSpan.FromMinutes(25));
    }

    [Fact]
    public void What_is_corrected_after_the_end_is_a_mistriage_that_lost_no_time()
    {
        Keep(_incident.Resolve(Detected.AddMinutes(30), null, By(30)));
        After(60, new() { Team = "Payments" });

        var triage = Triage.Of(_incident, _history);

        triage.IsMistriage.ShouldBeTrue();
        triage.Reroutes.Count.ShouldBe(1);
        triage.Lost.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_way_back_is_a_reroute_but_no_mistriage()
    {
        After(10, new() { Team = "Payments" });
        After(15, new() { Team = "Orders" });

        var triage = Triage.Of(_incident, _history);

        triage.IsMistriage.ShouldBeFalse();
        triage.Reroutes.Count.ShouldBe(2);
        triage.Lost.ShouldBe(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void A_wrong_severity_is_a_mistriage()
    {
        Keep(_incident.ChangeSeverity(Severity.Sev1, By(5)));

        var triage = Triage.Of(_incident, _history);

        triage.IsMistriage.ShouldBeTrue();
        triage.Initial.Severity.ShouldBe(Severity.Sev3);
        triage.Reroutes.ShouldBeEmpty();
    }

    private void After(int minutes, IncidentCorrection correction) =>
        Keep(_incident.Correct(correction, By(minutes)));

    private void Keep(Decision decision) =>
        _history.AddRange(decision.History.OfType<IncidentHistory>());

    private static Stamp By(int minutes) =>
        new(new Actor("user", "1", "Ada"), Detected.AddMinutes(minutes));
}
