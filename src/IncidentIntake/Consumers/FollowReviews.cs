using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Reviews;
using Pir.IncidentIntake.Data;
using Pir.Platform.Decisions;
using Pir.Platform.Messaging;

namespace Pir.IncidentIntake.Consumers;

/// <summary>
/// Tracks the reviews of each incident and closes a resolved incident when the last of them is
/// published or waived.
/// </summary>
public sealed class FollowReviews(IntakeDbContext db, IOptions<IntakeOptions> options)
    : IHandle<ReviewOpened>,
        IHandle<ReviewHeld>,
        IHandle<ReviewPublished>,
        IHandle<ReviewWaived>
{
    public Task HandleAsync(
        ReviewOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Review, context, cancellationToken);

    public Task HandleAsync(
        ReviewHeld fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Review, context, cancellationToken);

    public Task HandleAsync(
        ReviewPublished fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Review, context, cancellationToken);

    public Task HandleAsync(
        ReviewWaived fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Review, context, cancellationToken);

    private async Task FollowAsync(
        ReviewState review,
        EventContext context,
        CancellationToken token
    )
    {
        var known = await db.Reviews.FindAsync([review.Id], token);
        if (known?.Heard >= context.Version)
        {
            return;
        }

        if (known is null)
        {
            known = new IncidentReview { Id = review.Id, IncidentId = review.IncidentId };
            db.Reviews.Add(known);
        }

        (known.Status, known.Heard) = (review.Status, context.Version);
        if (
            options.Value.AutoClose
            && review.Status is ReviewStatus.Published or ReviewStatus.Waived
        )
        {
            await CloseAsync(review, context, token);
        }
    }

    private async Task CloseAsync(ReviewState review, EventContext context, CancellationToken token)
    {
        if (await db.Incidents.FindAsync([review.IncidentId], token) is not { } incident)
        {
            return;
        }

        // The context has this group's changes; the database does not have them yet.
        var others = await db
            .Reviews.Where(r => r.IncidentId == incident.Id && r.Id != review.Id)
            .ToListAsync(token);
        var hasOpen = others.Exists(r => r.Status is ReviewStatus.Open or ReviewStatus.Held);
        // A consequence of the review's event happens at the time of that event.
        var now = context.RecordedAt;
        var decision = incident.Close(hasOpen, new Stamp(context.Actor, now));
        db.AddRange(decision.History);
        foreach (var (fact, occurredAt) in decision.Facts)
        {
            db.Raise(fact, incident.Id, incident, occurredAt ?? now, context.Actor);
        }
    }
}
