using Pir.Actions.Data;
using Pir.Actions.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Reviews;
using Pir.Platform.Messaging;

namespace Pir.Actions.Consumers;

/// <summary>Takes over the actions a review proposes, under the ids the review gave them, and lets go of those it withdraws.</summary>
public sealed class FollowReview(ActionsDbContext db, ActionsPreload known, ActionNumbers numbers)
    : IHandle<ReviewOpened>,
        IHandle<ReviewActionProposed>,
        IHandle<ReviewActionWithdrawn>
{
    private const string Withdrawn = "The review no longer proposes it.";

    public Task HandleAsync(
        ReviewOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        Know(fact.Review);
        return Task.CompletedTask;
    }

    public async Task HandleAsync(
        ReviewActionProposed fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        Know(fact.Review);
        if (known.Action(fact.Action.Id) is null)
        {
            await ProposeAsync(fact.Review, fact.Action, context, cancellationToken);
        }
    }

    public async Task HandleAsync(
        ReviewActionWithdrawn fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        Know(fact.Review);
        // Heard of before its proposal, it is made all the same: the late proposal must find it withdrawn.
        var action =
            known.Action(fact.Action.Id)
            ?? await ProposeAsync(fact.Review, fact.Action, context, cancellationToken);
        // Once somebody has taken it on, it is theirs to decline.
        if (
            action.Status == ActionStatus.Proposed
            && action.Decline(Withdrawn, context.Time).Fact is { } declined
        )
        {
            db.Tell(declined, action, context.Time, context.Actor);
        }
    }

    private async Task<ActionItem> ProposeAsync(
        ReviewState review,
        ProposedAction proposed,
        EventContext context,
        CancellationToken token
    )
    {
        var incident = known.Incident(review.IncidentId);
        var draft = new ActionDraft(
            proposed.Title,
            proposed.Type,
            proposed.Description,
            review.IncidentId,
            review.IncidentNumber,
            review.Id,
            incident is null ? review.Service : incident.Service,
            incident is null ? review.Team : incident.Team,
            incident?.Severity ?? review.Severity
        );
        var action = ActionItem.Propose(
            proposed.Id,
            await numbers.NextAsync(token),
            draft,
            context.Time
        );
        db.Actions.Add(action);
        known.Add(action);
        db.Tell(new ActionProposed(action.ToState()), action, context.Time, context.Actor);
        return action;
    }

    private void Know(ReviewState review)
    {
        if (known.Review(review.Id) is null)
        {
            var facts = new ReviewFacts { Id = review.Id, IncidentId = review.IncidentId };
            db.Reviews.Add(facts);
            known.Add(facts);
        }
    }
}
