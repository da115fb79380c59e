using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Decisions;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

public sealed class IncidentTests
{
    private static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly Actor Riley = new("user", "u1", "Riley");

    [Fact]
    public void Goes_from_open_to_closed()
    {
        var incident = Opened();

        incident
            .Acknowledge(Noon.AddMinutes(2), By(3))
            .Facts.Single()
            .Event.ShouldBeOfType<IncidentAcknowledged>()
            .Incident.AcknowledgedAt.ShouldBe(Noon.AddMinutes(2));
        incident
            .Mitigate(null, "rolled back", By(10))
            .Facts.Single()
            .Event.ShouldBeOfType<IncidentMitigated>()
            .Note.ShouldBe("rolled back");
        var resolved = incident.Resolve(Noon.AddMinutes(20), null, By(30));
        resolved.Facts.Single().OccurredAt.ShouldBe(Noon.AddMinutes(20));
        resolved.Facts.Single().Event.ShouldBeOfType<IncidentResolved>().ByAlerts.ShouldBeFalse();
        incident
            .Close(hasOpenReview: false, By(40))
            .Facts.Single()
            .Event.ShouldBeOfType<IncidentClosed>()
            .Incident.Status.ShouldBe(IncidentStatus.Closed);
    }

    [Fact]
    public void A_transition_made_twice_changes_nothing()
    {
        var incident = Opened();
        incident.Acknowledge(null, By(1));
        incident.Acknowledge(Noon.AddMinutes(1), By(2)).IsChange.ShouldBeFalse();
        incident.Mitigate(null, null, By(3));
        incident.Mitigate(null, null, By(4)).IsChange.ShouldBeFalse();
        incident.Resolve(null, null, By(5));
        incident.Resolve(Noon, null, By(6)).IsChange.ShouldBeFalse();
        incident.Close(false, By(7));
        incident.Close(false, By(8)).IsChange.ShouldBeFalse();

        incident.ResolvedAt.ShouldBe(Noon.AddMinutes(5));
    }

    [Fact]
    public void A_transition_made_again_with_another_time_says_where_times_are_corrected()
    {
        var incident = Opened();
        incident.Acknowledge(Noon.AddMinutes(1), By(1));
        incident.Acknowledge(Noon.AddMinutes(1), By(2)).Refusal.ShouldBeNull();
        incident
            .Acknowledge(Noon, By(2))
            .Refusal.ShouldBe(
                new Refusal.Conflict(
                    "already-acknowledged",
                    "The incident was acknowledged at 2026-03-02T12:01:00Z. To correct that time, "
                        + "send a PATCH to the incident."
                )
            );
        incident.Mitigate(null, null, By(3));
        incident
            .Mitigate(Noon, null, By(4))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("already-mitigated");
        incident.Resolve(null, null, By(5));
        incident
            .Resolve(Noon, null, By(6))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("already-resolved");
    }

    [Fact]
    public void Acknowledging_late_records_the_time_without_going_back()
    {
        var incident = Opened();
        incident.Mitigate(null, null, By(1));

        incident.Acknowledge(null, By(2)).IsChange.ShouldBeTrue();

        incident.Status.ShouldBe(IncidentStatus.Mitigated);
        incident.AcknowledgedAt.ShouldBe(Noon.AddMinutes(2));
    }

    [Fact]
    public void What_does_not_fit_the_state_is_refused()
    {
        var incident = Opened();
        incident
            .Close(false, By(1))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("invalid-transition");
        incident
            .Reopen("why", By(1))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("invalid-transition");
        incident.Resolve(null, null, By(1));
        incident
            .Acknowledge(null, By(2))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Detail.ShouldBe("A resolved incident cannot be acknowledged.");
        incident
            .Mitigate(null, null, By(2))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("invalid-transition");
        incident
            .Close(hasOpenReview: true, By(2))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("review-open");
    }

    [Fact]
    public void A_refused_close_lists_all_that_is_missing_A8_A12()
    {
        var both = Opened()
            .Close(hasOpenReview: true, By(1))
            .Refusal.ShouldBeOfType<Refusal.Conflict>();
        var open = Opened()
            .Close(hasOpenReview: false, By(1))
            .Refusal.ShouldBeOfType<Refusal.Conflict>();

        both.Detail.ShouldBe(
            "An open incident cannot be closed. Resolve it first. The incident's review is still "
                + "open. Publish or waive it first."
        );
        both.Missing.ShouldBe(["resolvedAt", "review"]);
        open.Missing.ShouldBe(["resolvedAt"]);
    }

    [Fact]
    public void Every_transition_refuses_the_same_times_in_the_same_words_A12()
    {
        (string Field, Func<DateTime, Decision> Move)[] transitions =
        [
            ("acknowledgedAt", at => Opened().Acknowledge(at, By(60))),
            ("mitigatedAt", at => Opened().Mitigate(at, null, By(60))),
            ("resolvedAt", at => Opened().Resolve(at, null, By(60))),
            ("resolvedAt", at => Opened().CloseBackfilled(at, By(60))),
        ];
        foreach (var (field, move) in transitions)
        {
            move(Noon.AddMinutes(-1))
                .Refusal.ShouldBe(new Refusal.InvalidField(field, "must not be before detectedAt"));
            move(Noon.AddMinutes(66))
                .Refusal.ShouldBe(new Refusal.InvalidField(field, "must not be in the future"));
        }
    }

    [Fact]
    public void Reopening_keeps_what_was_recorded_in_the_history()
    {
        var incident = Opened();
        incident.Acknowledge(null, By(1));
        incident.Resolve(Noon.AddMinutes(5), null, By(6));

        var decision = incident.Reopen("errors are back", By(8, "errors are back"));

        var fact = decision.Facts.Single().Event.ShouldBeOfType<IncidentReopened>();
        fact.Reason.ShouldBe("errors are back");
        fact.PreviousResolvedAt.ShouldBe(Noon.AddMinutes(5));
        incident.Status.ShouldBe(IncidentStatus.Open);
        incident.ResolvedAt.ShouldBeNull();
        incident.AcknowledgedAt.ShouldBe(Noon.AddMinutes(1));
        var line = decision.History.Cast<IncidentHistory>().Single(h => h.Field == "resolvedAt");
        (line.From, line.To, line.Reason).ShouldBe(
            ("2026-03-02T12:05:00Z", null, "errors are back")
        );
        incident.Reopen("again", By(9)).IsChange.ShouldBeFalse();
    }

    [Theory]
    [InlineData(-1, "must not be before detectedAt")]
    [InlineData(66, "must not be in the future")]
    public void Resolving_checks_its_time(int minute, string rule)
    {
        var decision = Opened().Resolve(Noon.AddMinutes(minute), null, By(60));

        decision.Refusal.ShouldBe(new Refusal.InvalidField("resolvedAt", rule));
    }

    [Fact]
    public void A_reporters_clock_may_be_a_little_ahead() =>
        Opened().Resolve(Noon.AddMinutes(64), null, By(60)).IsChange.ShouldBeTrue();

    [Fact]
    public void Resolving_and_correcting_refuse_the_same_times_in_the_same_words()
    {
        var (open, over) = (Opened(), Opened());
        open.Acknowledge(Noon.AddMinutes(5), By(5));
        over.Acknowledge(Noon.AddMinutes(5), By(5));
        over.Resolve(Noon.AddMinutes(10), null, By(10));

        var resolved = open.Resolve(Noon.AddMinutes(4), null, By(10)).Refusal;
        resolved.ShouldBe(
            new Refusal.InvalidField("resolvedAt", "must not be before acknowledgedAt")
        );
        resolved.ShouldBe(over.Correct(new() { ResolvedAt = Noon.AddMinutes(4) }, By(20)).Refusal);
        open.IsActive.ShouldBeTrue();
    }

    [Fact]
    public void A_correction_names_the_field_that_was_asked_for()
    {
        var incident = Opened();
        incident.Acknowledge(Noon.AddMinutes(5), By(5));
        incident.Resolve(Noon.AddMinutes(10), null, By(10));

        incident
            .Correct(new() { ResolvedAt = Noon.AddMinutes(4) }, By(20))
            .Refusal.ShouldBe(
                new Refusal.InvalidField("resolvedAt", "must not be before acknowledgedAt")
            );
        incident
            .Correct(new() { DetectedAt = Noon.AddMinutes(6) }, By(20))
            .Refusal.ShouldBe(
                new Refusal.InvalidField("detectedAt", "must not be after acknowledgedAt")
            );
        incident
            .Correct(new() { MitigatedAt = Noon.AddMinutes(6) }, By(20))
            .Refusal.ShouldBeOfType<Refusal.InvalidField>()
            .Field.ShouldBe("mitigatedAt");
        incident
            .Correct(new() { ImpactStartedAt = Noon.AddMinutes(60) }, By(20))
            .Refusal.ShouldBeOfType<Refusal.InvalidField>()
            .Field.ShouldBe("impactStartedAt");
    }

    [Fact]
    public void A_correction_tells_and_keeps_each_difference()
    {
        var incident = Opened();
        incident.Resolve(Noon.AddMinutes(10), null, By(10));

        var decision = incident.Correct(
            new()
            {
                Title = "Checkout down",
                Service = "",
                ResolvedAt = Noon.AddMinutes(8),
            },
            By(20, "per the graphs")
        );

        var fact = decision.Facts.Single().Event.ShouldBeOfType<IncidentChanged>();
        fact.Reason.ShouldBe("per the graphs");
        fact.Changes.ShouldBe([
            new("title", "Checkout", "Checkout down"),
            new("service", "shop", null),
            new("resolvedAt", "2026-03-02T12:10:00Z", "2026-03-02T12:08:00Z"),
        ]);
        decision
            .History.Cast<IncidentHistory>()
            .Select(h => h.Field)
            .ShouldBe(["title", "service", "resolvedAt"]);
        incident.Correct(new() { Title = "Checkout down" }, By(21)).IsChange.ShouldBeFalse();
    }

    [Fact]
    public void One_person_commands_and_many_may_respond()
    {
        var incident = Opened();
        incident.Assign(IncidentRole.IncidentCommander, new(null, "Ana"), By(1));
        var handover = incident.Assign(IncidentRole.IncidentCommander, new(null, "Ben"), By(2));
        incident.Assign(IncidentRole.Responder, new(null, "Cem"), By(3));
        incident.Assign(IncidentRole.Responder, new(null, "Dee"), By(4));

        handover
            .Facts.Single()
            .Event.ShouldBeOfType<IncidentRoleAssigned>()
            .Previous!.Name.ShouldBe("Ana");
        incident.Roles.Select(r => r.Person.Name).ShouldBe(["Ben", "Cem", "Dee"]);
        incident.Assign(IncidentRole.Responder, new(null, "Dee"), By(5)).IsChange.ShouldBeFalse();
    }

    [Fact]
    public void Impact_must_end_after_it_began()
    {
        var impact = new Impact("some", null, null, 3, null, Noon, Noon.AddMinutes(-1));

        Opened()
            .RecordImpact(impact, By(10))
            .Refusal.ShouldBe(new Refusal.InvalidField("endedAt", "must not be before startedAt"));
        Opened()
            .RecordImpact(impact with { EndedAt = Noon.AddHours(2) }, By(10))
            .Refusal.ShouldBeOfType<Refusal.InvalidField>()
            .Field.ShouldBe("endedAt");
        Opened()
            .RecordImpact(impact with { EndedAt = null }, By(10))
            .Facts.Single()
            .Event.ShouldBeOfType<IncidentImpactRecorded>()
            .Incident.Impact!.CustomersAffected.ShouldBe(3);
    }

    [Fact]
    public void A_closed_incident_is_reopened_before_it_is_changed()
    {
        var incident = Opened();
        incident.Resolve(null, null, By(1));
        incident.Close(false, By(2));

        incident.Correct(new() { Title = "x" }, By(3)).Refusal.ShouldNotBeNull();
        incident.Assign(IncidentRole.Scribe, new(null, "Ana"), By(3)).Refusal.ShouldNotBeNull();
        incident
            .RecordImpact(new("none", null, null, null, null, null, null), By(3))
            .Refusal.ShouldNotBeNull();
        incident.Reopen("more to say", By(4)).IsChange.ShouldBeTrue();
    }

    [Fact]
    public void C6_an_incident_is_taken_back_to_a_time()
    {
        var incident = Opened();
        IncidentHistory[] history =
        [
            .. Kept(incident.Assign(IncidentRole.IncidentCommander, new(null, "Ana"), By(1))),
            .. Kept(incident.Acknowledge(null, By(2))),
            .. Kept(incident.ChangeSeverity(Severity.Sev1, By(5))),
            .. Kept(incident.Assign(IncidentRole.IncidentCommander, new(null, "Ben"), By(8))),
            .. Kept(incident.Mitigate(null, null, By(10))),
            .. Kept(incident.Resolve(null, null, By(20))),
            .. Kept(incident.Reopen("again", By(30))),
        ];

        Then(-1).Status.ShouldBeNull();
        Then(1).Status.ShouldBe(IncidentStatus.Open);
        Then(4).Status.ShouldBe(IncidentStatus.Acknowledged);
        Then(12).Status.ShouldBe(IncidentStatus.Mitigated);
        Then(25).Status.ShouldBe(IncidentStatus.Resolved);
        Then(31).Status.ShouldBe(incident.Status);
        (Then(4).Severity, Then(6).Severity).ShouldBe((Severity.Sev2, Severity.Sev1));
        Then(0).Roles.ShouldBeEmpty();
        Then(4).Roles.Single().Name.ShouldBe("Ana");
        Then(9).Roles.Single().Name.ShouldBe("Ben");
        return;

        IncidentMoment Then(int minute) =>
            new(
                incident,
                Noon.AddMinutes(minute),
                [.. history.Where(h => h.RecordedAt > Noon.AddMinutes(minute))]
            );

        static IEnumerable<IncidentHistory> Kept(Decision decision) =>
            decision.History.Cast<IncidentHistory>();
    }

    private static Incident Opened() =>
        Incident.Open(
            new(
                "Checkout",
                Severity.Sev2,
                DetectionSource.TeamMessage,
                Noon,
                new() { Service = "shop" }
            ),
            Noon
        );

    private static Stamp By(int minute, string? reason = null) =>
        new(Riley, Noon.AddMinutes(minute), reason);
}
