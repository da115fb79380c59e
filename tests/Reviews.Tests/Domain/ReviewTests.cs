using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Platform.Decisions;
using Pir.Reviews.Domain;
using Shouldly;
using Xunit;
using static Pir.Reviews.Tests.Domain.Some;

namespace Pir.Reviews.Tests.Domain;

public sealed class ReviewTests
{
    [Fact]
    public void Is_due_a_day_after_the_incident_ended_not_after_it_was_opened()
    {
        var review = OpenReview(Incident(resolvedAt: Noon.AddHours(-3)));

        review.DueAt.ShouldBe(Noon.AddHours(21));
        var opened = Told(review).OfType<ReviewOpened>().ShouldHaveSingleItem();
        opened.Review.DueAt.ShouldBe(Noon.AddHours(21));
    }

    [Fact]
    public void Has_no_due_time_while_the_incident_is_open()
    {
        OpenReview(Incident(status: IncidentStatus.Acknowledged)).DueAt.ShouldBeNull();
    }

    [Fact]
    public void Suspends_the_due_time_when_the_incident_reopens_and_counts_anew_from_its_next_end()
    {
        var review = OpenReview();

        Follow(review, status: IncidentStatus.Open, version: 6);
        review.DueAt.ShouldBeNull();
        review.IsOverdue(Noon.AddDays(9)).ShouldBeFalse();

        Follow(review, status: IncidentStatus.Resolved, resolvedAt: Noon.AddHours(5), version: 7);
        review.DueAt.ShouldBe(Noon.AddHours(29));
    }

    [Fact]
    public void Cuts_what_is_too_long_of_its_incident_between_characters()
    {
        var incident = Incident() with { Title = new string('a', 498) + "🚒🚒" };

        IncidentFacts.Of(incident, 1).Title.ShouldBe(new string('a', 498) + "…");
    }

    [Fact]
    public void Keeps_the_due_time_it_told_when_the_policy_changes()
    {
        var review = OpenReview();

        review.Follow(TimeSpan.FromHours(1), At(1));

        review.DueAt.ShouldBe(Noon.AddHours(24));
    }

    [Fact]
    public void Ignores_what_is_older_than_what_it_knows()
    {
        var review = OpenReview();

        review.Incident.Apply(
            Incident(review.IncidentId, IncidentStatus.Open, Severity.Sev5),
            incidentVersion: 4
        );

        review.Incident.Severity.ShouldBe(Severity.Sev2);
        review.Incident.IsOver.ShouldBeTrue();
    }

    [Fact]
    public void Becomes_overdue_once_per_due_time()
    {
        var review = OpenReview();
        review.BecomeOverdue(Noon.AddHours(24)).ShouldBeFalse();
        review.BecomeOverdue(Noon.AddHours(25)).ShouldBeTrue();
        review.BecomeOverdue(Noon.AddHours(26)).ShouldBeFalse();

        Follow(review, status: IncidentStatus.Open, version: 6);
        Follow(review, IncidentStatus.Resolved, Noon.AddHours(30), version: 7);

        review.BecomeOverdue(Noon.AddHours(53)).ShouldBeFalse();
        review.BecomeOverdue(Noon.AddHours(55)).ShouldBeTrue();
        Told(review).OfType<ReviewOverdue>().Count().ShouldBe(2);
    }

    [Fact]
    public void Does_not_tell_again_that_it_is_overdue_when_the_end_is_corrected_by_a_little()
    {
        var review = OpenReview();
        review.BecomeOverdue(Noon.AddHours(25)).ShouldBeTrue();

        review.Incident.Apply(Incident(review.IncidentId, resolvedAt: Noon.AddMinutes(-3)), 6);
        review.Follow(Day, At(25 * 60));

        review.BecomeOverdue(Noon.AddHours(26)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Owes_nothing_once_published_or_waived(bool isPublished)
    {
        var review = ReadyReview();
        (
            isPublished ? review.Publish(At(5)) : review.Waive("duplicate", At(5))
        ).Refusal.ShouldBeNull();

        review.BecomeOverdue(Noon.AddDays(9)).ShouldBeFalse();
        Follow(review, status: IncidentStatus.Open, version: 6);
        review.DueAt.ShouldNotBeNull();
    }

    [Fact]
    public void Says_what_is_missing_to_publish()
    {
        var review = OpenReview();
        Missing(review.Publish(At(1))).ShouldBe(["summary", "factors"]);

        review.AddFactor(Factor(), At(2));
        Missing(review.Publish(At(3))).ShouldBe(["summary"]);

        review.WriteSummary("  ", null, At(4));
        Missing(review.Publish(At(5))).ShouldBe(["summary"]);
        review.Revisions.ShouldBeEmpty();
    }

    [Fact]
    public void Publishes_roles_and_the_owner_but_nobody_else()
    {
        var review = ReadyReview();
        review.AssignOwner(new Person("sam", "Sam Owner"), At(3));
        review.Publish(At(4, Riley));

        var revision = review.Revisions.ShouldHaveSingleItem();
        revision.Content.ShouldContain("Sam Owner");
        revision.Content.ShouldContain("incidentCommander");
        revision.Content.ShouldNotContain("Riley");
        revision.Content.ShouldNotContain("Kim");
        revision.PublishedBy.ShouldBe(new Person("riley", "Riley"));
    }

    [Fact]
    public void Revises_only_what_changed()
    {
        var review = ReadyReview();
        review.Publish(At(3)).Refusal.ShouldBeNull();

        review
            .Publish(At(4))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("nothing-to-revise");
        review.HasUnpublishedChanges.ShouldBeFalse();

        review.WriteNotes("# More", null, At(5));
        review.HasUnpublishedChanges.ShouldBeTrue();
        review.Publish(At(6)).Refusal.ShouldBeNull();

        review.PublishedUrl.ShouldBe($"/published/{review.Id}/2");
        review.PublishedAt.ShouldBe(Noon.AddMinutes(3));
        Told(review)
            .OfType<ReviewPublished>()
            .ShouldHaveSingleItem()
            .Published.Revision.ShouldBe(1);
    }

    [Fact]
    public void Tells_of_later_revisions_as_revised()
    {
        var review = ReadyReview();
        review.Publish(At(3));
        review.WriteSummary("A cache was cold, and nobody noticed.", null, At(4));
        review.Publish(At(5));

        var revised = Told(review).OfType<ReviewRevised>().ShouldHaveSingleItem();
        revised.Published.Revision.ShouldBe(2);
        revised.Published.Url.ShouldBe($"/published/{review.Id}/2");
        revised.Published.Summary.ShouldBe("A cache was cold, and nobody noticed.");
    }

    [Fact]
    public void A_corrected_incident_is_something_to_revise()
    {
        var review = ReadyReview();
        review.Publish(At(3));

        review.Incident.Apply(Incident(review.IncidentId, severity: Severity.Sev1), 6);

        review.Publish(At(4)).Refusal.ShouldBeNull();
        review.RevisionNumber.ShouldBe(2);
    }

    [Fact]
    public void Keeps_notes_that_somebody_else_replaces()
    {
        var review = OpenReview();
        review.WriteNotes("Riley's", null, At(0, Riley));
        review.WriteNotes("Sam's", null, At(1, Sam));

        var kept = review.EarlierNotes.ShouldHaveSingleItem();
        kept.Text.ShouldBe("Riley's");
        (kept.WrittenBy, kept.ReplacedBy).ShouldBe(("Riley", "Sam"));
    }

    [Fact]
    public void Keeps_ones_own_notes_every_few_minutes_while_saving_all_the_time()
    {
        var review = OpenReview();
        for (var minute = 0; minute < 20; minute++)
        {
            review.WriteNotes("draft " + minute, review.Version, At(minute)).Refusal.ShouldBeNull();
            review.Version = review.NotesVersion;
        }

        review.EarlierNotes.Select(n => n.Text).ShouldBe(["draft 4", "draft 9", "draft 14"]);
    }

    [Fact]
    public void Refuses_notes_that_started_from_an_older_text_and_hands_over_the_present_one()
    {
        var review = Saved(OpenReview());
        var seen = review.Version;
        Saved(review, r => r.WriteNotes("Riley's", seen, At(0, Riley)));

        var refusal = review.WriteNotes("Sam's", seen, At(1, Sam));

        refusal.Refusal.ShouldBeOfType<Refusal.StalePart>().Current.ShouldBe("Riley's");
        review.Notes.ShouldBe("Riley's");
    }

    [Fact]
    public void Takes_notes_that_started_before_something_else_changed()
    {
        var review = Saved(OpenReview());
        var seen = review.Version;
        Saved(review, r => r.AddFactor(Factor(), At(0, Sam)));

        review.WriteNotes("Riley's", seen, At(1, Riley)).Refusal.ShouldBeNull();
    }

    [Fact]
    public void Refuses_a_version_it_never_gave_out()
    {
        var review = Saved(OpenReview());

        review
            .WriteNotes("x", review.Version + 1, At(1))
            .Refusal.ShouldBeOfType<Refusal.StalePart>();
    }

    [Fact]
    public void An_action_can_be_withdrawn_until_it_is_published()
    {
        var review = ReadyReview();
        var (first, second) = (Action(), Action());
        review.ProposeAction(first, At(3)).Refusal.ShouldBeNull();
        review.Publish(At(4)).Refusal.ShouldBeNull();
        review.ProposeAction(second, At(5)).Refusal.ShouldBeNull();

        review
            .WithdrawAction(first.Id, At(6))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("already-published");
        review.WithdrawAction(second.Id, At(6)).Refusal.ShouldBeNull();
        Told(review).OfType<ReviewActionWithdrawn>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_action_answers_a_factor_of_this_review_and_outlives_it()
    {
        var review = OpenReview();
        var factor = Factor();
        review.AddFactor(factor, At(1));

        review
            .ProposeAction(Action(Guid.CreateVersion7()), At(2))
            .Refusal.ShouldBeOfType<Refusal.InvalidField>()
            .Field.ShouldBe("factorId");
        review.ProposeAction(Action(factor.Id), At(3)).Refusal.ShouldBeNull();
        review.RemoveFactor(factor.Id, At(4)).Refusal.ShouldBeNull();

        review.Actions.ShouldHaveSingleItem().FactorId.ShouldBeNull();
    }

    [Fact]
    public void Holding_is_recorded_corrected_and_does_not_unpublish()
    {
        var review = ReadyReview();
        review.Hold(Noon.AddMinutes(30), At(31)).Refusal.ShouldBeNull();
        review.Hold(Noon.AddMinutes(30), At(32)).Refusal.ShouldBeNull();
        review.Status.ShouldBe(ReviewStatus.Held);
        review.Publish(At(33)).Refusal.ShouldBeNull();
        review.Hold(Noon.AddMinutes(29), At(34)).Refusal.ShouldBeNull();

        review.Status.ShouldBe(ReviewStatus.Published);
        Told(review)
            .OfType<ReviewHeld>()
            .Select(h => h.Review.HeldAt)
            .ShouldBe([Noon.AddMinutes(30), Noon.AddMinutes(29)]);
        review
            .Hold(Noon.AddDays(-1), At(35))
            .Refusal.ShouldBeOfType<Refusal.InvalidField>()
            .Field.ShouldBe("heldAt");
    }

    [Fact]
    public void A_waived_review_is_closed_to_changes_until_it_is_taken_up_again()
    {
        var review = ReadyReview();
        review.Waive("same as INC-41", At(3)).Refusal.ShouldBeNull();
        review.Waive("again", At(4)).Refusal.ShouldBeNull();
        Told(review)
            .OfType<ReviewWaived>()
            .ShouldHaveSingleItem()
            .Reason.ShouldBe("same as INC-41");

        review.WriteNotes("x", null, At(5)).Refusal.ShouldBeOfType<Refusal.Conflict>();
        review.Publish(At(5)).Refusal.ShouldBeOfType<Refusal.Conflict>();

        review.TakeUpAgain(Day, At(6));
        Told(review).OfType<ReviewOpened>().ShouldHaveSingleItem();
        review.WaivedReason.ShouldBeNull();
        review.Publish(At(7)).Refusal.ShouldBeNull();
        review
            .Waive("too late", At(8))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("invalid-transition");
    }

    [Fact]
    public void Naming_the_same_owner_again_tells_nothing()
    {
        var review = OpenReview();
        review.AssignOwner(new Person(null, "Sam"), At(1));
        review.AssignOwner(new Person(null, "Sam"), At(2));

        Told(review).OfType<ReviewOwnerAssigned>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Holds_a_hundred_factors_and_not_more()
    {
        var review = OpenReview();
        for (var i = 0; i < Review.MaxParts; i++)
        {
            review.AddFactor(Factor(), At(1)).Refusal.ShouldBeNull();
        }

        review
            .AddFactor(Factor(), At(2))
            .Refusal.ShouldBeOfType<Refusal.Conflict>()
            .Code.ShouldBe("too-many");
    }

    private static void Follow(
        Review review,
        IncidentStatus status,
        DateTime? resolvedAt = null,
        int version = 6
    )
    {
        review.Incident.Apply(Incident(review.IncidentId, status, resolvedAt: resolvedAt), version);
        review.Follow(Day, At(90));
    }

    // What the database context does.
    private static Review Saved(Review review, Func<Review, Decision>? change = null)
    {
        (change?.Invoke(review).Refusal).ShouldBeNull();
        review.Version++;
        return review;
    }

    private static IReadOnlyList<string> Missing(Decision refusal) =>
        refusal.Refusal.ShouldBeOfType<Refusal.Incomplete>().Missing;

    private static List<IEvent> Told(Review review) => [.. review.TakeTold().Select(t => t.Fact)];
}
