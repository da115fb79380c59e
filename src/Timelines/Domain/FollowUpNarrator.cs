using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Domain;

/// <summary>Writes timeline entries about the incident's review and its actions.</summary>
public static class FollowUpNarrator
{
    public static IReadOnlyList<Line> Tell(IEvent fact, Actor actor) =>
        fact switch
        {
            ReviewOpened e =>
            [
                new(
                    TimelineEntryKind.StatusChange,
                    e.Review.DueAt is { } due
                        ? $"Review opened, due {due.InWords()}."
                        : "Review opened."
                ),
            ],
            ReviewHeld => [new(TimelineEntryKind.StatusChange, "Review held.")],
            // The path is at the end, without a full stop, so that it can be followed and copied.
            ReviewPublished e =>
            [
                new(
                    TimelineEntryKind.StatusChange,
                    $"Review published by {e.Published.PublishedBy.Name}: {e.Published.Url}"
                ),
            ],
            ReviewRevised e =>
            [
                new(
                    TimelineEntryKind.StatusChange,
                    $"Revision {e.Published.Revision} of the review published by "
                        + $"{e.Published.PublishedBy.Name}: {e.Published.Url}"
                ),
            ],
            ReviewWaived e =>
            [
                new(
                    TimelineEntryKind.Decision,
                    $"Review waived by {actor.Name}: {IncidentNarrator.Sentence(e.Reason)}"
                ),
            ],
            ActionAccepted e => [new(TimelineEntryKind.Action, Accepted(e.Action))],
            ActionCompleted e =>
            [
                new(
                    TimelineEntryKind.Action,
                    $"ACT-{e.Action.Number} completed: "
                        + IncidentNarrator.Sentence(e.Action.Title)
                        + IncidentNarrator.After(e.Note)
                ),
            ],
            _ => [],
        };

    private static string Accepted(ActionState action)
    {
        var who = action.Assignee is { } assignee
            ? $" {assignee.Name} will do it"
            : " It will be done";
        var when = action.DueAt is { } due ? $" by {due.InWords()}" : "";
        return $"ACT-{action.Number} accepted: "
            + $"{IncidentNarrator.Sentence(action.Title)}{who}{when}.";
    }
}
