using Pir.ActionTracking.Data;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Reviews;
using Pir.Platform.Messaging;
using Pir.ServiceDefaults.Auth;

namespace Pir.ActionTracking.Consumers;

/// <summary>
/// Takes over the actions that a review proposes, under their ids, and declines those that the
/// review withdraws.
/// </summary>
public sealed class FollowReview(ActionsDbContext db, ActionsPreload known, ActionNumbers numbers)
    : IHandle<ReviewOpened>,
        IHandle<ReviewActionProposed>,
        IHandle<ReviewActionWithdrawn>,
        IHandle<ReviewAudienceChanged>,
        IHandle<ReviewPublished>,
        IHandle<ReviewRevised>
{
    private const string Withdrawn = "Withdrawn from the review.";

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
        var review = Know(fact.Review);
        Admit(review, fact.Audience, context.Version);
        if (known.Action(fact.Action.Id) is null)
        {
            var isDraft = IsDraft(review, fact.Audience, context);
            await ProposeAsync(fact.Review, fact.Action, isDraft, context, cancellationToken);
        }
    }

    public Task HandleAsync(
        ReviewAudienceChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        Admit(Know(fact.Review), fact.Audience, context.Version);
        return Task.CompletedTask;
    }

    public Task HandleAsync(
        ReviewPublished fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => ReleaseAsync(fact.Review, fact.Published, context, cancellationToken);

    public Task HandleAsync(
        ReviewRevised fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => ReleaseAsync(fact.Review, fact.Published, context, cancellationToken);

    public async Task HandleAsync(
        ReviewActionWithdrawn fact,
        EventContext context,
        CancellationToken cancellationToken
    )
    {
        var review = Know(fact.Review);
        Admit(review, fact.Audience, context.Version);
        // The withdrawal can arrive before the proposal. Create the action anyway, so that the late
        // proposal finds it withdrawn.
        var action =
            known.Action(fact.Action.Id)
            ?? await ProposeAsync(
                fact.Review,
                fact.Action,
                IsDraft(review, fact.Audience, context),
                context,
                cancellationToken
            );
        // Once an action has an assignee, only people decline it.
        if (action.Status == ActionStatus.Proposed)
        {
            var declined = action.Decline(Withdrawn, context.Time);
            db.Tell(declined, action, context.Time, context.Actor);
        }
    }

    private async Task<ActionItem> ProposeAsync(
        ReviewState review,
        ProposedAction proposed,
        bool isDraft,
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
            incident?.Severity ?? review.Severity,
            review.IsSilent
        );
        var action = ActionItem.Propose(
            proposed.Id,
            await numbers.NextAsync(token),
            draft,
            context.Time
        );
        action.IsDraft = isDraft;
        db.Actions.Add(action);
        known.Add(action);
        db.Tell(new ActionProposed(action.ToState()), action, context.Time, context.Actor);
        return action;
    }

    /// <summary>Everyone can see the actions of a published revision.</summary>
    private async Task ReleaseAsync(
        ReviewState state,
        PublishedReview published,
        EventContext context,
        CancellationToken token
    )
    {
        var review = Know(state);
        review.PublishedVersion = Math.Max(review.PublishedVersion, context.Version);
        foreach (var id in published.Actions.Select(a => a.Id))
        {
            var action = known.Action(id) ?? await db.Actions.FindAsync([id], token);
            if (action is { IsDraft: true })
            {
                db.Release(action, context.Time, context.Actor);
            }
        }
    }

    // Proposed before a publication that this service already knows: the events arrived out
    // of order.
    private static bool IsDraft(
        ReviewFacts review,
        ReviewAudience? audience,
        EventContext context
    ) => audience is not null && context.Version > review.PublishedVersion;

    private static void Admit(ReviewFacts review, ReviewAudience? audience, int version)
    {
        if (audience is null || version < review.AudienceVersion)
        {
            return;
        }

        review.AudienceVersion = version;
        var keys = DraftRule.KeysOf(audience).Distinct(StringComparer.Ordinal).ToList();
        review.Readers.RemoveAll(r => !keys.Contains(r.Key));
        review.Readers.AddRange(
            keys.Where(k => review.Readers.TrueForAll(r => r.Key != k))
                .Select(k => new ReviewReader { ReviewId = review.Id, Key = k })
                .ToList()
        );
    }

    private ReviewFacts Know(ReviewState review)
    {
        if (known.Review(review.Id) is { } facts)
        {
            return facts;
        }

        facts = new ReviewFacts
        {
            Id = review.Id,
            IncidentId = review.IncidentId,
            IsSilent = review.IsSilent,
        };
        db.Reviews.Add(facts);
        known.Add(facts);
        return facts;
    }
}
