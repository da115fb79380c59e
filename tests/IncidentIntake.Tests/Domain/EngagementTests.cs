using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Engaging;
using Shouldly;
using Xunit;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>Who is engaged (A3) and who is next (A5), without a database.</summary>
public sealed class EngagementTests
{
    private static readonly DateTime Start = new(2026, 3, 2, 3, 0, 0, DateTimeKind.Utc);
    private static readonly Actor Riley = new("user", "u-1", "Riley");

    [Fact]
    public void Every_rule_that_matches_names_its_teams_once_A3()
    {
        var plan = Plan(
            "Checkout",
            Severity.Sev1,
            Rule("B", ["checkout"], [Severity.Sev1], "Support", "operations"),
            Rule("A", [], [], "Operations"),
            Rule("C", ["checkout"], [Severity.Sev3], "Nobody"),
            Rule("D", ["stock"], [], "Nobody")
        );

        plan.Teams.ShouldBe([
            new("Operations", EngagementCause.Rule, "A"),
            new("Support", EngagementCause.Rule, "B"),
        ]);
        plan.IsUnmatched.ShouldBeFalse();
    }

    [Fact]
    public void Without_a_rule_it_is_the_owner_and_without_an_owner_the_default_team_A3()
    {
        EngagementPlan
            .For("checkout", Severity.Sev2, [], "Payments", "On-call")
            .Teams.ShouldBe([new("Payments", EngagementCause.Owner, null)]);
        var unmatched = EngagementPlan.For(null, Severity.Sev2, [], null, "On-call");

        unmatched.Teams.ShouldBe([new("On-call", EngagementCause.Default, null)]);
        unmatched.IsUnmatched.ShouldBeTrue();
        EngagementPlan.For(null, Severity.Sev2, [], null, null).Teams.ShouldBeEmpty();
    }

    [Fact]
    public void The_policy_of_the_team_comes_before_that_of_the_severity_and_of_all_A5()
    {
        var all = Policy("All", [], []);
        var severe = Policy("Severe", [], [Severity.Sev1]);
        var own = Policy("Own", ["PAYMENTS"], []);

        Choose("Payments", Severity.Sev1).ShouldBe(own);
        Choose("Stock", Severity.Sev1).ShouldBe(severe);
        Choose("Stock", Severity.Sev2).ShouldBe(all);
        EscalationPolicy.Choose([own], "Stock", Severity.Sev1).ShouldBeNull();

        EscalationPolicy? Choose(string team, Severity severity) =>
            EscalationPolicy.Choose([all, severe, own], team, severity);
    }

    [Fact]
    public void Each_step_waits_for_its_own_minutes_and_is_taken_once_A5()
    {
        var engaged = Engaged();

        engaged.Escalate(Start.AddMinutes(4)).ShouldBeNull();
        engaged.Escalate(Start.AddMinutes(5))!.Number.ShouldBe(1);
        engaged.Escalate(Start.AddMinutes(5)).ShouldBeNull();
        engaged.EscalateAt.ShouldBe(Start.AddMinutes(15));
        var last = engaged.Escalate(Start.AddMinutes(15))!;
        last.ShouldBe(new("Twice", 2, 2, 10, null, new(null, "Mara")));
        engaged.EscalateAt.ShouldBeNull();
        engaged.Escalate(Start.AddHours(5)).ShouldBeNull();
    }

    [Fact]
    public void After_an_outage_the_steps_are_not_all_taken_at_once_A5()
    {
        var engaged = Engaged();

        engaged.Escalate(Start.AddHours(2))!.Number.ShouldBe(1);

        engaged.EscalateAt.ShouldBe(Start.AddHours(2).AddMinutes(10));
    }

    [Fact]
    public void Whoever_was_escalated_to_answers_for_the_chain_A5()
    {
        var engaged = Engaged();
        var step = engaged.NextStep!;
        var next = engaged.Next(step, Start.AddMinutes(5));
        engaged.IsAnsweredBy(next).ShouldBeFalse();

        engaged.Escalate(Start.AddMinutes(5));

        engaged.IsAnsweredBy(next).ShouldBeTrue();
        next.Because.ShouldBe("Twice");
        next.Acknowledge(Riley, Start.AddMinutes(6)).ShouldBeTrue();
        next.Acknowledge(Riley, Start.AddMinutes(7)).ShouldBeFalse();
        next.AcknowledgedAt.ShouldBe(Start.AddMinutes(6));
    }

    [Fact]
    public void It_is_settled_once_somebody_takes_the_incident_after_the_call_A5()
    {
        var incident = Incident.Open(
            new("Down", Severity.Sev1, DetectionSource.Alerting, Start, new()),
            Start
        );
        var engaged = Engaged();
        engaged.IsSettledBy(incident).ShouldBeFalse();

        incident.Acknowledge(null, new(Riley, Start.AddMinutes(1)));

        engaged.IsSettledBy(incident).ShouldBeTrue();
        var later = Engagement.Of(
            incident.Id,
            new("Stock", EngagementCause.Rule, "A"),
            null,
            Start.AddMinutes(2)
        );
        later.IsSettledBy(incident).ShouldBeFalse();
        incident.Resolve(null, null, new(Riley, Start.AddMinutes(3)));
        later.IsSettledBy(incident).ShouldBeTrue();
    }

    private static Engagement Engaged() =>
        Engagement.Of(
            Guid.CreateVersion7(),
            new("Payments", EngagementCause.Rule, "A"),
            EscalationPolicy.Create(
                new()
                {
                    Name = "Twice",
                    Steps = [new(5, "Platform"), new(10, Person: new(null, "Mara"))],
                },
                Start
            ),
            Start
        );

    private static EngagementPlan Plan(
        string service,
        Severity severity,
        params EngagementRule[] rules
    ) => EngagementPlan.For(service, severity, rules, "Owner", "On-call");

    private static EngagementRule Rule(
        string name,
        string[] services,
        Severity[] severities,
        params string[] teams
    ) =>
        EngagementRule.Create(
            new()
            {
                Name = name,
                Services = services,
                Severities = severities,
                Teams = teams,
            },
            Start
        );

    private static EscalationPolicy Policy(string name, string[] teams, Severity[] severities) =>
        EscalationPolicy.Create(
            new()
            {
                Name = name,
                Teams = teams,
                Severities = severities,
                Steps = [new(5, "Platform")],
            },
            Start
        );
}
