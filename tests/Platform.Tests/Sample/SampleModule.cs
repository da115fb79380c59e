using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Platform.Hosting;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults;

namespace Pir.Platform.Tests.Sample;

/// <summary>The smallest possible service: it publishes that an action was proposed.</summary>
public sealed class ProducerModule : IPirModule
{
    public string Name => EventCatalog.ActionTracking;

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddPirDbContext<ProducerDbContext>("producer", "actiondb");
        builder.Services.AddPirOutbox<ProducerDbContext>();
    }

    public void AddConsumers(ConsumerRegistration consumers) { }

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPirApi(Name)
            .MapPost(
                "/api/things/{id:guid}",
                async (Guid id, string? title, ProducerDbContext db) =>
                {
                    var thing = await db.Things.FindAsync(id);
                    if (thing is null)
                    {
                        thing = new Thing { Id = id };
                        db.Things.Add(thing);
                    }

                    thing.Title = title ?? "thing";
                    thing.Changes++;
                    var now = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
                    db.Raise(new ActionProposed(State(thing, now)), id, thing, now, Actor.System);
                    await db.SaveChangesAsync();
                    return TypedResults.Ok(thing.Version);
                }
            );

    private static ActionState State(Thing thing, DateTime now) =>
        new(
            thing.Id,
            1,
            thing.Title,
            ActionType.Corrective,
            null,
            ActionStatus.Proposed,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            now,
            null,
            null
        );
}

public sealed class ProducerDbContext(
    DbContextOptions<ProducerDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<Thing> Things => Set<Thing>();
    protected override string ServiceName => EventCatalog.ActionTracking;
}

public sealed class Thing : IVersioned
{
    public Guid Id { get; set; }
    public string Title { get; set; } = "";
    public int Changes { get; set; }
    public int Version { get; set; }
}

/// <summary>
/// Counts events. Fails on titles that start with "poison" until configured otherwise.
/// </summary>
public sealed class ConsumerModule(ConsumerModule.Behaviour behaviour) : IPirModule
{
    /// <summary>The handler's behaviour, controlled by a test.</summary>
    public sealed class Behaviour
    {
        public bool FailsOnPoison { get; set; } = true;
    }

    public string Name => EventCatalog.Notification;

    public void Add(IHostApplicationBuilder builder)
    {
        builder.AddPirDbContext<ConsumerDbContext>("consumer", "notificationdb");
        builder.Services.AddSingleton(behaviour);
    }

    public void AddConsumers(ConsumerRegistration consumers) =>
        consumers.For<ConsumerDbContext>(Name, h => h.Handle<ActionProposed, CountHeard>());

    public void Map(IEndpointRouteBuilder routes) { }

    private sealed class CountHeard(ConsumerDbContext db, Behaviour behaviour)
        : IHandle<ActionProposed>
    {
        public async Task HandleAsync(
            ActionProposed fact,
            EventContext context,
            CancellationToken cancellationToken
        )
        {
            if (
                behaviour.FailsOnPoison
                && fact.Action.Title.StartsWith("poison", StringComparison.Ordinal)
            )
            {
                throw new InvalidOperationException("poison");
            }

            var heard = await db.Heard.FindAsync([fact.Action.Id], cancellationToken);
            if (heard is null)
            {
                heard = new Heard { Id = fact.Action.Id };
                db.Heard.Add(heard);
            }

            heard.Times++;
            heard.LastVersion = context.Version;
            heard.InOrder &= context.Version == heard.Times;
        }
    }
}

public sealed class ConsumerDbContext(
    DbContextOptions<ConsumerDbContext> options,
    PirDbServices services
) : PirDbContext(options, services)
{
    public DbSet<Heard> Heard => Set<Heard>();
    protected override string ServiceName => EventCatalog.Notification;
}

public sealed class Heard
{
    public Guid Id { get; set; }
    public int Times { get; set; }
    public int LastVersion { get; set; }
    public bool InOrder { get; set; } = true;
}
