using Microsoft.EntityFrameworkCore;
using Pir.Actions.Domain;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Actions.Data;

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

    protected override string ServiceName => EventCatalog.ActionTracking;

    /// <summary>Adds a fact about an action to this commit, and a line to the action's own history.</summary>
    public void Tell(IEvent fact, ActionItem action, DateTime occurredAt, Actor actor)
    {
        var version = Entry(action).State == EntityState.Added ? 1 : action.Version + 1;
        History.Add(
            ActionHistory.Of(
                fact,
                action.Id,
                version,
                actor,
                occurredAt,
                Services.Clock.GetUtcNow().UtcDateTime
            )
        );
        Raise(fact, action.Id, action, occurredAt, actor);
    }
}
