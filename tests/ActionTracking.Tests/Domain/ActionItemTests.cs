using FsCheck;
using FsCheck.Fluent;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;
using Shouldly;
using Xunit;

namespace Pir.ActionTracking.Tests.Domain;

public sealed class ActionItemTests
{
    private readonly ActionItem _action = Some.Action();

    [Fact]
    public void Assignee_and_due_date_together_accept_it()
    {
        var decision = _action.Assign(Some.Bob, Some.Noon.AddDays(7), Some.Noon);

        var accepted = decision.Facts.Single().Event.ShouldBeOfType<ActionAccepted>().Action;
        (accepted.Status, accepted.Assignee, accepted.DueAt).ShouldBe(
            (ActionStatus.Accepted, Some.Bob, Some.Noon.AddDays(7))
        );
        _action.AcceptedAt.ShouldBe(Some.Noon);
    }

    [Fact]
    public void A_later_assignment_tells_what_changed()
    {
        Accept();

        var decision = _action.Assign(
            new(null, "Carol"),
            Some.Noon.AddDays(9),
            Some.Noon.AddDays(1)
        );

        decision
            .Facts.Single()
            .Event.ShouldBeOfType<ActionChanged>()
            .Changes.ShouldBe([
                new("assignee", "Bob", "Carol"),
                new("assigneeId", "user-bob", null),
                new("dueAt", "2026-03-09T12:00:00Z", "2026-03-11T12:00:00Z"),
            ]);
        _action.AcceptedAt.ShouldBe(Some.Noon);
        _action
            .Assign(new(null, "Carol"), Some.Noon.AddDays(9), Some.Noon.AddDays(2))
            .ShouldBe(Decision.Nothing);
    }

    [Fact]
    public void Only_an_accepted_action_can_be_completed()
    {
        _action
            .Complete(null, Some.Noon)
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Detail.ShouldEndWith(" is proposed; assign it with a due date first.");
        Accept();

        var completed = _action
            .Complete(" live since noon ", Some.Noon.AddDays(3))
            .Facts.Single()
            .Event.ShouldBeOfType<ActionCompleted>();

        (completed.Note, completed.Action.CompletedAt).ShouldBe(
            ("live since noon", Some.Noon.AddDays(3))
        );
        _action.Complete("again", Some.Noon.AddDays(4)).ShouldBe(Decision.Nothing);
        _action
            .Decline("too late", Some.Noon)
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Detail.ShouldEndWith(" is completed; reopen it first.");
        _action
            .Assign(Some.Bob, Some.Noon, Some.Noon)
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Detail.ShouldEndWith(" is completed; reopen it first.");
    }

    [Fact]
    public void Declined_it_keeps_the_reason_and_reopened_it_goes_back_to_where_it_stood()
    {
        _action
            .Decline(" costs more than it saves ", Some.Noon)
            .Facts.Single()
            .Event.ShouldBeOfType<ActionDeclined>()
            .Reason.ShouldBe("costs more than it saves");
        _action
            .Complete(null, Some.Noon)
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Detail.ShouldEndWith(" is declined; reopen it first.");

        var reopened = _action
            .Reopen("cheaper now")
            .Facts.Single()
            .Event.ShouldBeOfType<ActionChanged>();

        (reopened.Action.Status, reopened.Action.DeclineReason, reopened.Reason).ShouldBe(
            (ActionStatus.Proposed, null, "cheaper now")
        );
        reopened.Changes.ShouldBe([new("status", "declined", "proposed")]);
        Accept();
        _action.Decline("no", Some.Noon);
        _action.Reopen("yes");
        _action.Status.ShouldBe(ActionStatus.Accepted);
    }

    [Fact]
    public void An_edit_tells_only_what_is_different()
    {
        _action
            .Edit(new(" Alert on certificate age ", ActionType.Preventive, "how", ""))
            .Facts.Single()
            .Event.ShouldBeOfType<ActionChanged>()
            .Changes.ShouldBe([
                new("type", "detective", "preventive"),
                new("description", null, "how"),
                new("team", "payments", null),
            ]);
        _action.Edit(new(null, null, null, null)).ShouldBe(Decision.Nothing);
    }

    [Fact]
    public void A_due_date_that_passed_is_told_once()
    {
        Accept();

        _action.PassDue(Some.Noon.AddDays(7)).ShouldBe(Decision.Nothing);
        _action.PassDue(Some.Noon.AddDays(8)).Facts.Single().Event.ShouldBeOfType<ActionOverdue>();
        _action.PassDue(Some.Noon.AddDays(9)).ShouldBe(Decision.Nothing);
        _action.Assign(Some.Bob, Some.Noon.AddDays(20), Some.Noon.AddDays(9));
        _action.PassDue(Some.Noon.AddDays(10)).ShouldBe(Decision.Nothing);
        _action.PassDue(Some.Noon.AddDays(21)).Facts.Single().Event.ShouldBeOfType<ActionOverdue>();
    }

    [Fact]
    public void It_follows_its_incident_except_where_it_has_its_own()
    {
        var before = new IncidentFacts
        {
            Service = "checkout",
            Team = "web",
            Severity = Severity.Sev2,
        };
        var now = new IncidentFacts
        {
            Service = "billing",
            Team = "core",
            Severity = Severity.Sev1,
        };

        _action.Follow(before, now);

        (_action.Service, _action.Team, _action.Severity).ShouldBe(
            ("billing", "payments", Severity.Sev1)
        );
    }

    [Fact]
    public void Whatever_is_done_to_it_it_is_never_accepted_without_somebody_and_a_date() =>
        Always(a =>
            a.Status is ActionStatus.Proposed or ActionStatus.Declined
            || (a.AssigneeName is not null && a.DueAt is not null)
        );

    [Fact]
    public void Whatever_is_done_to_it_what_is_told_is_what_stands() =>
        Always(a =>
            (a.Status == ActionStatus.Completed) == a.CompletedAt.HasValue
            && (a.Status == ActionStatus.Declined) == (a.DeclineReason is not null)
            && a.ToState().Status == a.Status
        );

    [Fact]
    public void No_due_date_is_told_twice_whatever_is_done_in_between() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int[]>(),
                steps =>
                {
                    var action = Some.Action();
                    var told = new List<DateTime?>();
                    for (var i = 0; i < steps.Length; i++)
                    {
                        var fact = Step(action, steps[i], Some.Noon.AddDays(i))
                            .Facts.SingleOrDefault()
                            ?.Event;
                        if (fact is ActionOverdue overdue)
                        {
                            told.Add(overdue.Action.DueAt);
                        }
                    }

                    return told.Distinct().Count() == told.Count;
                }
            )
            .QuickCheckThrowOnFailure();

    private static void Always(Func<ActionItem, bool> holds) =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int[]>(),
                steps =>
                {
                    var action = Some.Action();
                    return steps
                        .Select(
                            (step, i) =>
                            {
                                var decision = Step(action, step, Some.Noon.AddDays(i));
                                // An event, a refusal or nothing, but never two of them.
                                return holds(action)
                                    && (decision.Facts.Count == 0 || decision.Refusal is null);
                            }
                        )
                        .ToList()
                        .TrueForAll(held => held);
                }
            )
            .QuickCheckThrowOnFailure();

    private static Decision Step(ActionItem action, int step, DateTime now) =>
        (int)((uint)step % 6) switch
        {
            // Always a later date: a due date in the past is refused before the action is asked.
            0 => action.Assign(Some.Bob, now.AddDays(1.5), now),
            1 => action.Complete(null, now),
            2 => action.Decline("no", now),
            3 => action.Reopen("yes"),
            4 => action.Edit(new($"Title {step}", null, null, null)),
            _ => action.PassDue(now),
        };

    private void Accept() => _action.Assign(Some.Bob, Some.Noon.AddDays(7), Some.Noon);
}
