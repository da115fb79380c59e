using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;
using Pir.Platform.Messaging;
using Pir.Platform.Time;
using Pir.Reviews.Domain;

namespace Pir.Reviews.Consumers;

/// <summary>
/// Keeps the facts of an incident up to date, opens its review when the policy requires one, and
/// keeps the review's due time in line with the incident's resolution.
/// </summary>
/// <remarks>
/// Events may arrive out of order. Older facts are ignored, with one exception: a resolution opens
/// a review even if the incident is already known to be open again. That review has no due time,
/// exactly as if the events had arrived in order.
/// </remarks>
internal sealed class FollowIncident(Data.ReviewDbContext db, IncidentBook book)
    : IHandle<IncidentOpened>,
        IHandle<AlertsAttached>,
        IHandle<IncidentAcknowledged>,
        IHandle<IncidentChanged>,
        IHandle<IncidentRoleAssigned>,
        IHandle<IncidentImpactRecorded>,
        IHandle<IncidentMitigated>,
        IHandle<IncidentResolved>,
        IHandle<IncidentReopened>,
        IHandle<IncidentClosed>,
        IHandle<IncidentMerged>,
        IHandle<IncidentUnmerged>
{
    public Task HandleAsync(
        IncidentOpened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        AlertsAttached fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentAcknowledged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentChanged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentRoleAssigned fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentImpactRecorded fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentMitigated fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentResolved fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken, wasResolved: true);

    public Task HandleAsync(
        IncidentReopened fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentClosed fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentMerged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    public Task HandleAsync(
        IncidentUnmerged fact,
        EventContext context,
        CancellationToken cancellationToken
    ) => FollowAsync(fact.Incident, context, cancellationToken);

    private async Task FollowAsync(
        IncidentState state,
        EventContext context,
        CancellationToken cancellationToken,
        bool wasResolved = false
    )
    {
        var incident = await book.FindIncidentAsync(state.Id, cancellationToken);
        if (incident is null)
        {
            incident = IncidentFacts.Of(state, context.Version);
            book.Add(incident);
        }
        else
        {
            incident.Apply(state, context.Version);
        }

        // A consequence of the incident's event happens at the time of that event.
        var stamp = new Stamp(Actor.System, context.RecordedAt.ToMicroseconds());
        if (book.ReviewOf(incident) is { } review)
        {
            if (review.FollowMerge(book.Rules.DueAfter, stamp))
            {
                db.RaiseToldBy(review);
            }

            review.Follow(book.Rules.DueAfter, stamp);
            // The request is made by whoever changed the roles or team, not by the system.
            if (review.TakeInResponders(stamp with { By = context.Actor }))
            {
                review.TellAudience(stamp);
                db.RaiseToldBy(review);
            }
        }
        else if (AsksForReview(incident, state, wasResolved))
        {
            review = Review.Open(Times.NewId(stamp.At), incident, book.Rules.DueAfter, stamp);
            book.Add(review);
            db.RaiseToldBy(review);
        }
    }

    // The second case: the severity was raised after the resolution.
    private bool AsksForReview(IncidentFacts incident, IncidentState state, bool wasResolved) =>
        incident.MergedIntoNumber is null
        && (
            (wasResolved && book.Rules.AsksFor(state.Severity))
            || (incident.Status == IncidentStatus.Resolved && book.Rules.AsksFor(incident.Severity))
        );
}
