using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Pir.ActionTracking.Domain;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Time;
using Pir.ServiceDefaults.Auth;

namespace Pir.ActionTracking.Data;

public sealed class ActionsDbContext(
    DbContextOptions<ActionsDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<ActionItem> Actions => Set<ActionItem>();
    public DbSet<ActionHistory> History => Set<ActionHistory>();
    public DbSet<ActionNumber> Numbers => Set<ActionNumber>();
    public DbSet<IncidentFacts> Incidents => Set<IncidentFacts>();
    public DbSet<ReviewFacts> Reviews => Set<ReviewFacts>();
    public DbSet<ReviewReader> ReviewReaders => Set<ReviewReader>();

    protected override string ServiceName => EventCatalog.ActionTracking;

    /// <summary>Adds the events of a decision about an action to this commit.</summary>
    /// <param name="now">When it happened, if the fact does not say so (UTC).</param>
    public void Tell(Decision decision, ActionItem action, DateTime now, Actor actor)
    {
        foreach (var (fact, occurredAt) in decision.Facts)
        {
            Tell(fact, action, occurredAt ?? now, actor);
        }
    }

    /// <summary>
    /// Adds a fact about an action to this commit, and an entry to the action's history. Facts
    /// about actions of a draft do not leave the service.
    /// </summary>
    public void Tell(IEvent fact, ActionItem action, DateTime occurredAt, Actor actor)
    {
        var version = Entry(action).State == EntityState.Added ? 1 : action.Version + 1;
        History.Add(
            ActionHistory.Of(fact, action.Id, version, actor, occurredAt, Services.Clock.UtcNow())
        );
        if (!action.IsDraft)
        {
            Raise(fact, action.Id, action, occurredAt, actor);
        }
    }

    /// <summary>
    /// A published revision now contains the draft's action: raises the events that were held back.
    /// </summary>
    public void Release(ActionItem action, DateTime publishedAt, Actor actor)
    {
        action.IsDraft = false;
        var state = action.ToState();
        Raise(new ActionProposed(state), action.Id, action, action.ProposedAt, actor);
        if (action.Status is ActionStatus.Accepted or ActionStatus.Completed)
        {
            Raise(new ActionAccepted(state), action.Id, action, publishedAt, actor);
        }

        if (action.Status is ActionStatus.Completed)
        {
            var done = new ActionCompleted(state, action.CompletionNote);
            Raise(done, action.Id, action, publishedAt, actor);
        }

        if (action.Status is ActionStatus.Declined)
        {
            var declined = new ActionDeclined(state, action.DeclineReason ?? "");
            Raise(declined, action.Id, action, publishedAt, actor);
        }
    }

    /// <summary>
    /// The actions that a user may read. Actions of a draft review are only for readers of the
    /// draft (<see cref="DraftRule"/>).
    /// </summary>
    public IQueryable<ActionItem> ActionsFor(ClaimsPrincipal user)
    {
        var reader = DraftReader.Of(user);
        if (reader.SeesAll)
        {
            return Actions;
        }

        var keys = reader.Keys;
        return Actions.Where(a =>
            !a.IsDraft || ReviewReaders.Any(r => r.ReviewId == a.ReviewId && keys.Contains(r.Key))
        );
    }
}
