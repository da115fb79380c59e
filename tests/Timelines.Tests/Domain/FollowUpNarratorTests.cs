using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.Timelines.Domain;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Domain;

public sealed class FollowUpNarratorTests
{
    [Fact]
    public void A_review_is_told_from_opening_to_publication()
    {
        var review = Some.Review(Some.Incident(42));

        Text(new ReviewOpened(review)).ShouldBe("Review opened, due 2026-03-03 12:00 UTC.");
        Text(new ReviewOpened(review with { DueAt = null })).ShouldBe("Review opened.");
        Text(new ReviewHeld(review)).ShouldBe("Review held.");
        Text(new ReviewPublished(review, Some.Revision(review, 1)))
            .ShouldBe($"Review published by Ada Lovelace: /published/{review.Id}/1");
        Text(new ReviewRevised(review, Some.Revision(review, 2)))
            .ShouldBe(
                $"Revision 2 of the review published by Ada Lovelace: /published/{review.Id}/2"
            );
        Text(new ReviewWaived(review, "same as INC-41"))
            .ShouldBe("Review waived by Ada Lovelace: same as INC-41.");
    }

    [Fact]
    public void An_action_is_told_when_it_is_accepted_and_when_it_is_done()
    {
        var action = Some.Action(Some.Incident(42));

        Text(new ActionAccepted(action))
            .ShouldBe(
                "ACT-7 accepted: Alert on certificate age. Ada Lovelace will do it by 2026-03-09 "
                    + "12:00 UTC."
            );
        Text(new ActionCompleted(action, "rule is live"))
            .ShouldBe("ACT-7 completed: Alert on certificate age. rule is live.");
    }

    private static string Text(IEvent fact) =>
        FollowUpNarrator.Tell(fact, Some.Ada).ShouldHaveSingleItem().Text;
}
