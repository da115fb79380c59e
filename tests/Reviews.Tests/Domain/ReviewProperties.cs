using FsCheck;
using FsCheck.Fluent;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;
using Pir.Reviews.Domain;
using Shouldly;
using Xunit;
using static Pir.Reviews.Tests.Domain.Some;

namespace Pir.Reviews.Tests.Domain;

/// <summary>Invariants of a review, for any sequence of actions by people and incidents.</summary>
public sealed class ReviewProperties
{
    public enum Move
    {
        WriteSummary,
        ClearSummary,
        WriteNotes,
        AddFactor,
        RemoveFactor,
        ProposeAction,
        WithdrawAction,
        AssignOwner,
        Hold,
        Waive,
        TakeUpAgain,
        Publish,
        ReopenIncident,
        ResolveIncident,
        WaitADay,
    }

    [Fact]
    public void Never_publishes_without_a_summary_and_a_factor() =>
        Holds(run =>
            run.Review.Revisions.All(r =>
            {
                var content = ReviewContent.FromJson(r.Content);
                return !string.IsNullOrWhiteSpace(content.Summary) && content.Factors.Count > 0;
            })
        );

    [Fact]
    public void Revisions_count_from_one_without_gaps_and_each_says_something_new() =>
        Holds(run =>
            run.Review.Revisions.Select(r => r.Number)
                .SequenceEqual(Enumerable.Range(1, run.Review.RevisionNumber))
            && run.Review.Revisions.Zip(run.Review.Revisions.Skip(1))
                .All(pair => pair.First.Content != pair.Second.Content)
        );

    [Fact]
    public void A_revision_never_changes() =>
        Holds(run =>
            run.Review.Revisions.Select(r => r.Content).SequenceEqual(run.ContentWhenPublished)
        );

    [Fact]
    public void Tells_published_once_and_then_revised() =>
        Holds(run =>
            run.Told.Where(f => f is ReviewPublished or ReviewRevised)
                .Select((f, i) => i == 0 ? f is ReviewPublished : f is ReviewRevised)
                .All(fits => fits)
            && run.Told.Count(f => f is ReviewPublished or ReviewRevised)
                == run.Review.RevisionNumber
        );

    [Fact]
    public void Every_withdrawn_action_was_proposed_and_none_was_published() =>
        Holds(run =>
        {
            var proposed = run
                .Told.OfType<ReviewActionProposed>()
                .Select(e => e.Action.Id)
                .ToHashSet();
            var published = run
                .Review.Revisions.SelectMany(r =>
                    ReviewContent.FromJson(r.Content).Actions.Select(a => a.Id)
                )
                .ToHashSet();
            return run
                .Told.OfType<ReviewActionWithdrawn>()
                .All(e => proposed.Contains(e.Action.Id) && !published.Contains(e.Action.Id));
        });

    [Fact]
    public void Has_a_due_time_exactly_while_it_is_pending_and_the_incident_is_over() =>
        Holds(run =>
            !Review.IsPending(run.Review.Status)
            || run.Review.DueAt.HasValue == run.Review.Incident.IsOver
        );

    [Fact]
    public void Is_told_as_overdue_at_most_once_per_due_time() =>
        Holds(run =>
        {
            var due = run.Told.OfType<ReviewOverdue>().Select(e => e.Review.DueAt).ToList();
            return due.Distinct().Count() == due.Count;
        });

    [Fact]
    public void The_sequences_reach_what_the_properties_are_about()
    {
        var runs = Moves.ListOf().Sample(300, 60).Select(Run.Of).ToList();

        runs.ShouldContain(r => r.Review.RevisionNumber > 1);
        runs.ShouldContain(r => r.Told.OfType<ReviewWaived>().Any());
        runs.ShouldContain(r => r.Told.OfType<ReviewOverdue>().Count() > 1);
        runs.ShouldContain(r => r.Told.OfType<ReviewActionWithdrawn>().Any());
    }

    private static Gen<Move> Moves =>
        Gen.Frequency(
            (3, Gen.Constant(Move.Publish)),
            (2, Gen.Constant(Move.WriteSummary)),
            (2, Gen.Constant(Move.AddFactor)),
            (8, Gen.Elements(Enum.GetValues<Move>()))
        );

    private static void Holds(Func<Run, bool> property) =>
        Prop.ForAll(Moves.ListOf().ToArbitrary(), list => property(Run.Of(list)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(60));

    private sealed class Run
    {
        private DateTime _now = Noon;
        private int _step;
        private int _incidentVersion = 5;

        public Review Review { get; } = OpenReview();
        public List<IEvent> Told { get; } = [];
        public List<string> ContentWhenPublished { get; } = [];

        public static Run Of(IEnumerable<Move> moves)
        {
            var run = new Run();
            foreach (var move in moves)
            {
                run.Do(move);
                run.Review.Version++;
                run.Told.AddRange(run.Review.TakeTold().Select(t => t.Fact));
                run.ContentWhenPublished.AddRange(
                    run.Review.Revisions.Skip(run.ContentWhenPublished.Count).Select(r => r.Content)
                );
            }

            return run;
        }

        private void Do(Move move)
        {
            _step++;
            _now = _now.AddMinutes(1);
            var stamp = new Stamp(_step % 2 == 0 ? Riley : Sam, _now);
            switch (move)
            {
                case Move.WriteSummary:
                    Review.WriteSummary("Summary " + (_step % 3), null, stamp);
                    break;
                case Move.ClearSummary:
                    Review.WriteSummary(" ", null, stamp);
                    break;
                case Move.WriteNotes:
                    Review.WriteNotes("Notes " + (_step % 3), null, stamp);
                    break;
                case Move.AddFactor:
                    Review.AddFactor(Factor(), stamp);
                    break;
                case Move.RemoveFactor when Review.Factors.Count > 0:
                    Review.RemoveFactor(Review.Factors[_step % Review.Factors.Count].Id, stamp);
                    break;
                case Move.ProposeAction:
                    Review.ProposeAction(Action(), stamp);
                    break;
                case Move.WithdrawAction when Review.Actions.Count > 0:
                    Review.WithdrawAction(Review.Actions[_step % Review.Actions.Count].Id, stamp);
                    break;
                case Move.AssignOwner:
                    Review.AssignOwner(new Person(null, "Owner " + (_step % 2)), stamp);
                    break;
                case Move.Hold:
                    Review.Hold(_now, stamp);
                    break;
                case Move.Waive:
                    Review.Waive("not needed", stamp);
                    break;
                case Move.TakeUpAgain:
                    Review.TakeUpAgain(Day, stamp);
                    break;
                case Move.Publish:
                    Review.Publish(stamp);
                    break;
                case Move.ReopenIncident:
                    Follow(IncidentStatus.Open, stamp);
                    break;
                case Move.ResolveIncident:
                    Follow(IncidentStatus.Resolved, stamp);
                    break;
                case Move.WaitADay:
                    _now = _now.AddDays(1);
                    Review.BecomeOverdue(_now);
                    break;
            }
        }

        private void Follow(IncidentStatus status, Stamp stamp)
        {
            Review.Incident.Apply(
                Incident(Review.IncidentId, status, resolvedAt: _now),
                ++_incidentVersion
            );
            Review.Follow(Day, stamp);
        }
    }
}
