using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Timeline;
using Pir.Timelines.Domain;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Domain;

public sealed class IncidentNarratorTests
{
    private static readonly IncidentState Incident = Some.Incident(42);

    [Fact]
    public void An_incident_opened_by_a_person_says_who_noticed() =>
        Text(new IncidentOpened(Incident, [], null))
            .ShouldBe(
                "Incident opened as SEV2 for checkout: Checkout fails. Reported by the team."
            );

    [Fact]
    public void An_incident_opened_by_an_alert_names_alert_and_source() =>
        Text(
                new IncidentOpened(
                    Incident with
                    {
                        Service = null,
                    },
                    [Some.Alert("HighErrorRate", description: "5xx above 5 %")],
                    "Alertmanager prod"
                )
            )
            .ShouldBe(
                "Incident opened as SEV2: Checkout fails. Alert fired (Alertmanager prod): "
                    + "HighErrorRate. 5xx above 5 %."
            );

    [Fact]
    public void A_merge_is_told_at_both_ends()
    {
        var other = new LinkedIncident(IncidentRelation.MergedInto, Guid.Empty, 7, "Shop down");
        Text(new IncidentMerged(Incident, other, 3, "seen twice"))
            .ShouldBe(
                "Merged into INC-7 “Shop down” by Ada Lovelace. Its alerts and what follows "
                    + "belong there. seen twice."
            );
        Text(new IncidentUnmerged(Incident, other, 3, null))
            .ShouldBe("Ada Lovelace undid the merge into INC-7 “Shop down”.");
        var merged = other with { Relation = IncidentRelation.Merged };
        Text(new IncidentLinked(Incident, merged))
            .ShouldBe(
                "Ada Lovelace merged INC-7 “Shop down” into this incident. Its alerts belong here "
                    + "now."
            );
        Text(new IncidentUnlinked(Incident, merged))
            .ShouldBe("Ada Lovelace undid the merge of INC-7 “Shop down” into this incident.");
    }

    [Theory]
    [InlineData(IncidentRelation.RelatedTo, "related to")]
    [InlineData(IncidentRelation.CausedBy, "caused by")]
    [InlineData(IncidentRelation.ParentOf, "the parent of")]
    public void A_link_is_told(IncidentRelation relation, string words)
    {
        var other = new LinkedIncident(relation, Guid.Empty, 7, "Shop down");
        Text(new IncidentLinked(Incident, other))
            .ShouldBe($"Ada Lovelace linked this incident as {words} INC-7 “Shop down”.");
        Text(new IncidentUnlinked(Incident, other))
            .ShouldBe($"Ada Lovelace removed the link: {words} INC-7 “Shop down”.");
    }

    [Fact]
    public void What_a_sender_left_out_has_a_line_of_its_own()
    {
        IncidentNarrator
            .Tell(new AlertsAttached(Incident, [], "Prometheus", ["It left out 3"]), Some.Ada)
            .ShouldHaveSingleItem()
            .Text.ShouldBe("It left out 3.");
        IncidentNarrator
            .Tell(new IncidentOpened(Incident, [], null, ["It left out 3."]), Some.Ada)
            .Count.ShouldBe(2);
    }

    [Fact]
    public void An_incident_that_follows_another_says_which()
    {
        var opened = new IncidentOpened(
            Incident with
            {
                PreviousIncidentId = Guid.CreateVersion7(),
                IsDrill = true,
            },
            [],
            null
        );

        IncidentNarrator
            .Tell(opened, Some.Ada, 41)[0]
            .Text.ShouldBe(
                "Drill opened as SEV2 for checkout: Checkout fails. Reported by the team. It "
                    + "follows INC-41, which was resolved."
            );
        Text(opened).ShouldEndWith("It follows an incident that was resolved.");
    }

    [Fact]
    public void Alerts_that_fired_and_alerts_that_ended_are_two_lines()
    {
        var attached = new AlertsAttached(
            Incident,
            [
                Some.Alert("A"),
                Some.Alert("B"),
                Some.Alert("B"),
                Some.Alert("Latency", AlertStatus.Resolved),
            ],
            null
        );

        IncidentNarrator
            .Tell(attached, Some.Ada)
            .ShouldBe([
                new Line(TimelineEntryKind.Alert, "3 alerts fired: A, B."),
                new Line(TimelineEntryKind.Alert, "Alert resolved: Latency."),
            ]);
    }

    [Fact]
    public void What_an_alert_said_while_it_fired_is_not_said_again_at_its_end()
    {
        var fired = Some.Alert("Ping", description: "No answer");

        Text(new AlertsAttached(Incident, [fired], null)).ShouldBe("Alert fired: Ping. No answer.");
        Text(new AlertsAttached(Incident, [fired with { Status = AlertStatus.Resolved }], null))
            .ShouldBe("Alert resolved: Ping.");
    }

    [Fact]
    public void Many_alerts_are_counted_and_only_the_first_named()
    {
        var attached = new AlertsAttached(
            Incident,
            [.. Enumerable.Range(1, 12).Select(n => Some.Alert($"Disk {n}"))],
            "Zabbix"
        );

        Text(attached)
            .ShouldBe(
                "12 alerts fired (Zabbix): Disk 1, Disk 2, Disk 3, Disk 4, Disk 5 and 7 more."
            );
    }

    [Fact]
    public void Who_acknowledged_mitigated_and_resolved_it_is_named()
    {
        Text(new IncidentAcknowledged(Incident)).ShouldBe("Acknowledged by Ada Lovelace.");
        Text(new IncidentMitigated(Incident, "Traffic moved to the standby"))
            .ShouldBe("Mitigated by Ada Lovelace. Traffic moved to the standby.");
        Text(new IncidentResolved(Incident, ByAlerts: false, "Certificate renewed!"))
            .ShouldBe("Resolved by Ada Lovelace. Certificate renewed!");
        Text(new IncidentResolved(Incident, ByAlerts: true, null))
            .ShouldBe("Resolved: the last alert ended.");
        Text(new IncidentReopened(Incident, "still failing in Asia", Some.Noon))
            .ShouldBe(
                "Reopened by Ada Lovelace: still failing in Asia. It was resolved at 2026-03-02 "
                    + "12:00 UTC."
            );
        Text(new IncidentClosed(Incident)).ShouldBe("Closed: the review is done.");
    }

    [Fact]
    public void A_role_is_taken_or_handed_over()
    {
        var bob = new Person(null, "Bob");
        var ada = new Person("user-ada", "Ada Lovelace");

        Text(new IncidentRoleAssigned(Incident, IncidentRole.IncidentCommander, ada, null))
            .ShouldBe("Ada Lovelace is incident commander.");
        Text(new IncidentRoleAssigned(Incident, IncidentRole.Scribe, ada, bob))
            .ShouldBe("Scribe handed over from Bob to Ada Lovelace.");
        Text(
                new IncidentRoleAssigned(
                    Incident,
                    IncidentRole.SubjectMatterExpert,
                    ada,
                    null,
                    "operations"
                )
            )
            .ShouldBe("Ada Lovelace is subject matter expert for operations.");
        Text(new IncidentRoleAssigned(Incident, IncidentRole.Liaison, ada, null))
            .ShouldBe("Ada Lovelace is liaison.");
    }

    [Fact]
    public void Who_was_called_and_who_answered_is_told_A3_A5()
    {
        var engaged = new EngagementState(
            Guid.CreateVersion7(),
            "Payments",
            null,
            EngagementCause.Rule,
            "Severe",
            Some.Noon,
            Some.Noon.AddMinutes(4),
            null
        );
        Text(new IncidentEngaged(Incident, engaged))
            .ShouldBe("Payments engaged by the rule \"Severe\".");
        Text(new IncidentEngaged(Incident, engaged with { Cause = EngagementCause.Default }))
            .ShouldBe("Payments engaged as the default team: no engagement rule matched.");
        Text(new EngagementAcknowledged(Incident, engaged))
            .ShouldEndWith("acknowledged for Payments, 4 minutes after the team was engaged.");
        Text(
                new IncidentEscalated(
                    Incident with
                    {
                        IsDrill = true,
                    },
                    engaged,
                    new("Chain", 2, 3, 10, null, new(null, "Mara"))
                )
            )
            .ShouldBe(
                "Drill: Escalation step 2 of 3 (\"Chain\"): Payments did not acknowledge within "
                    + "10 minutes of the step before. Mara engaged."
            );
    }

    [Fact]
    public void What_is_to_be_done_and_by_whom_is_told_A10()
    {
        var task = new IncidentTaskState(
            Guid.CreateVersion7(),
            "Check the queue",
            "Network",
            null,
            null,
            Some.Noon,
            null,
            null
        );
        Text(new IncidentTaskAdded(Incident, task))
            .ShouldBe("Task added for Network: Check the queue.");
        Text(new IncidentTaskAdded(Incident, task with { Team = null, Rule = "Severe" }))
            .ShouldBe("Task added by the automation rule \"Severe\": Check the queue.");
        Text(new IncidentTaskChanged(Incident, task, TaskChange.Assigned))
            .ShouldBe("Task assigned to Network: Check the queue.");
        Text(new IncidentTaskChanged(Incident, task, TaskChange.Done))
            .ShouldStartWith("Task done by ");
    }

    [Fact]
    public void Who_asked_to_join_and_what_became_of_it_is_told_B4()
    {
        var asked = new JoinRequestState(
            Guid.CreateVersion7(),
            new("mona", "Mona"),
            IncidentRole.SubjectMatterExpert,
            "operations",
            "I built the cache",
            JoinStatus.Pending,
            Some.Noon,
            null,
            null,
            "Enough hands"
        );
        Text(new IncidentJoinRequested(Incident, asked))
            .ShouldBe(
                "Mona asked to join as subject matter expert for operations. I built the cache."
            );
        Text(new IncidentJoinDecided(Incident, asked with { Status = JoinStatus.Accepted }))
            .ShouldEndWith(" accepted Mona's request to join.");
        Text(new IncidentJoinDecided(Incident, asked with { Status = JoinStatus.Declined }))
            .ShouldEndWith(" declined Mona's request to join. Enough hands.");
        Text(new IncidentJoinDecided(Incident, asked with { Status = JoinStatus.Withdrawn }))
            .ShouldBe("Mona withdrew the request to join.");
    }

    [Fact]
    public void Impact_is_told_as_far_as_it_is_known()
    {
        Text(
                new IncidentImpactRecorded(
                    Incident,
                    new("Cannot pay.", null, "degraded", 1200, 1, Some.Noon, null)
                )
            )
            .ShouldBe(
                "Impact recorded. Customers: Cannot pay. Availability: degraded. 1200 customers "
                    + "affected. 1 customer reported it. From 2026-03-02 12:00 UTC."
            );
        Text(new IncidentImpactRecorded(Incident, new(null, null, null, null, null, null, null)))
            .ShouldBe("Impact cleared.");
    }

    [Theory]
    [InlineData("severity", "sev3", "sev1", "Severity raised from SEV3 to SEV1.")]
    [InlineData("severity", "sev1", "sev2", "Severity lowered from SEV1 to SEV2.")]
    [InlineData("service", null, "checkout", "Service set to checkout.")]
    [InlineData("team", "payments", null, "Team cleared; it was payments.")]
    [InlineData("title", "A", "B", "Title changed from “A” to “B”.")]
    [InlineData(
        "acknowledgedAt",
        "2026-03-02T12:00:00Z",
        "2026-03-02T11:58:30Z",
        "Time of acknowledgement corrected from 2026-03-02 12:00 UTC to 2026-03-02 11:58:30 UTC."
    )]
    [InlineData(
        "impactStartedAt",
        null,
        "2026-03-02T11:00:00Z",
        "Start of impact set to 2026-03-02 11:00 UTC."
    )]
    [InlineData(
        "detectionSource",
        "alerting",
        "teamMessage",
        "Detection source changed from alerting to teamMessage."
    )]
    public void A_changed_field_is_told_with_both_values(
        string field,
        string? from,
        string? to,
        string text
    ) => FieldNarrator.Tell(new(field, from, to)).ShouldBe(text);

    [Fact]
    public void Each_changed_field_is_a_line_with_the_reason()
    {
        var changed = new IncidentChanged(
            Incident,
            [new("severity", "sev3", "sev2"), new("impactStartedAt", null, "2026-03-02T11:00:00Z")],
            "found the first error in the log"
        );

        IncidentNarrator
            .Tell(changed, Some.Ada)
            .ShouldBe([
                new Line(
                    TimelineEntryKind.StatusChange,
                    "Severity raised from SEV3 to SEV2. found the first error in the log."
                ),
                new Line(
                    TimelineEntryKind.ImpactChange,
                    "Start of impact set to 2026-03-02 11:00 UTC. found the first error in the log."
                ),
            ]);
    }

    private static string Text(IEvent fact) =>
        IncidentNarrator.Tell(fact, Some.Ada).ShouldHaveSingleItem().Text;
}
