using System.Data;
using System.Diagnostics;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Pir.Contracts.Events;
using Pir.Platform.Messaging;
using Pir.Platform.Time;

namespace Pir.Platform.Persistence;

/// <summary>
/// Base of every service's database context: the service's tables plus outbox, inbox, parked
/// events and tombstones, shared conventions, and <see cref="Raise"/>.
/// </summary>
public abstract class PirDbContext(DbContextOptions options, PirDbServices services)
    : DbContext(options)
{
    private const int MostAttempts = 10;
    private readonly List<Raised> _raised = [];
    private readonly HashSet<Guid> _roots = [];
    private readonly HashSet<Guid> _buried = [];

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<InboxEntry> Inbox => Set<InboxEntry>();
    public DbSet<ParkedEvent> Parked => Set<ParkedEvent>();
    public DbSet<Tombstone> Tombstones => Set<Tombstone>();

    /// <summary>The service this database belongs to, as in <see cref="EventCatalog"/>.</summary>
    protected internal abstract string ServiceName { get; }

    protected PirDbServices Services { get; } = services;

    /// <summary>
    /// Adds an event to the next <c>SaveChanges</c>. The event is committed with the state that it
    /// describes, and published afterwards, at least once.
    /// </summary>
    /// <param name="subject">Id of the aggregate.</param>
    /// <param name="aggregate">
    /// The aggregate itself; the event carries the version it has after the save.
    /// </param>
    /// <param name="occurredAt">When it happened in the world (UTC).</param>
    public void Raise(
        IEvent fact,
        Guid subject,
        IVersioned aggregate,
        DateTime occurredAt,
        Actor actor
    )
    {
        Add(fact, subject, aggregate, occurredAt, actor, isObserved: false);
        if (EventCatalog.Of(fact.GetType()).IsDeletion)
        {
            Bury(subject);
        }
    }

    /// <summary>
    /// Like <see cref="Raise"/>, for observations that nobody decided. The aggregate's version
    /// stays the same, so that a form that is already open does not become stale.
    /// </summary>
    /// <inheritdoc cref="Raise"/>
    public void RaiseObserved(
        IEvent fact,
        Guid subject,
        IVersioned aggregate,
        DateTime occurredAt,
        Actor actor
    ) => Add(fact, subject, aggregate, occurredAt, actor, isObserved: true);

    /// <summary>
    /// Like <see cref="Raise"/>, for something that is committed with a change but belongs to no
    /// aggregate, such as an audit entry. It has the real time, even during an import.
    /// </summary>
    /// <param name="subject">
    /// Id of what was changed. The event is ordered after the events of that id.
    /// </param>
    public virtual void RaiseAside(IEvent fact, Guid subject, Actor actor) =>
        Add(
            fact,
            subject,
            null,
            Services.Clock.GetUtcNow().UtcDateTime.ToMicroseconds(),
            actor,
            isObserved: true
        );

    /// <summary>
    /// Records that something is deleted with this commit: events about it that arrive later are
    /// ignored.
    /// </summary>
    /// <param name="root">Its <see cref="EventRoot"/>.</param>
    public void Bury(Guid root)
    {
        _buried.Add(root);
        Tombstones.Add(new() { Id = root, At = Services.Clock.GetUtcNow().UtcDateTime });
    }

    /// <summary>
    /// Has the next <c>SaveChanges</c> fail with <see cref="DeletedMeanwhileException"/> if one of
    /// these is deleted by then. What events are raised about is included without it.
    /// </summary>
    /// <param name="roots">Each an <see cref="EventRoot"/>.</param>
    public void Concerns(IEnumerable<Guid> roots) => _roots.UnionWith(roots);

    /// <summary>
    /// Deletes rows in one statement, without reading them, including rows that are not saved yet.
    /// For tables in which there may be thousands.
    /// </summary>
    public async Task DeleteAllAsync<T>(
        Expression<Func<T, bool>> which,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var isOne = which.Compile();
        foreach (var entry in ChangeTracker.Entries<T>().Where(e => isOne(e.Entity)).ToList())
        {
            entry.State = EntityState.Detached;
        }

        using var turn = await Services.WriteGate.EnterAsync(this, cancellationToken);
        await Set<T>().Where(which).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Deletes rows with the next <c>SaveChanges</c>, including rows that are not saved yet.
    /// </summary>
    public Task<IReadOnlyList<T>> RemoveAllAsync<T>(
        Expression<Func<T, bool>> which,
        CancellationToken cancellationToken
    )
        where T : class =>
        RemoveAllAsync(Set<T>().Where(which), which.Compile(), cancellationToken);

    /// <inheritdoc cref="RemoveAllAsync{T}(Expression{Func{T, bool}}, CancellationToken)"/>
    /// <param name="stored">The rows in the database.</param>
    /// <param name="isOne">Finds rows that are not saved yet.</param>
    public async Task<IReadOnlyList<T>> RemoveAllAsync<T>(
        IQueryable<T> stored,
        Func<T, bool> isOne,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var set = Set<T>();
        var removed = await stored.ToListAsync(cancellationToken);
        removed = [.. removed.Union(set.Local.Where(isOne))];
        set.RemoveRange(removed);
        return removed;
    }

    /// <summary>Whether this is the database of the given service.</summary>
    public bool BelongsTo(string service) => ServiceName == service;

    /// <summary>Discards all unsaved changes, including events.</summary>
    public void DiscardChanges()
    {
        _raised.Clear();
        _roots.Clear();
        _buried.Clear();
        ChangeTracker.Clear();
    }

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var now = Services.Clock.GetUtcNow().UtcDateTime;
        BumpVersions();
        AddOutboxMessage(now);
        using var turn = await Services.WriteGate.EnterAsync(this, cancellationToken);
        _roots.ExceptWith(_buried);
        await ForgetParkedAsync(cancellationToken);
        var written =
            _roots.Count == 0
                ? await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken)
                : await SaveUnlessDeletedAsync(acceptAllChangesOnSuccess, cancellationToken);
        _roots.Clear();
        _buried.Clear();
        if (Database.CurrentTransaction is null)
        {
            TellCommitted();
        }

        return written;
    }

    /// <summary>
    /// Reads, decides and writes without another writer in between. For rules about several rows,
    /// such as "at least one administrator remains", which a row's version cannot protect. SQLite
    /// allows one writer at a time. The other databases use serializable transactions, and the
    /// loser retries.
    /// </summary>
    /// <param name="work">
    /// Loads everything that it decides on and changes only this context, because it may run again.
    /// </param>
    public async Task<T> SerializedAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var turn = await Services.WriteGate.EnterAsync(this, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            DiscardChanges();
            try
            {
                return await InTransactionAsync(work, cancellationToken);
            }
            catch (Exception exception) when (WriteConflict.Is(exception) && attempt < MostAttempts)
            {
                // The delay grows, so that concurrent writers spread out.
                await Task.Delay(Random.Shared.Next(5, 20 * attempt), cancellationToken);
            }
        }
    }

    private async Task<int> SaveUnlessDeletedAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken
    )
    {
        await using var own = Database.CurrentTransaction is null
            ? await Database.BeginTransactionAsync(cancellationToken)
            : null;
        await DeletionTurn.ShareAsync(this, cancellationToken);
        if (await Tombstone.AnyAsync(this, _roots, cancellationToken))
        {
            throw new DeletedMeanwhileException();
        }

        var written = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }

        return written;
    }

    /// <summary>Parked events contain texts of what they are about.</summary>
    private async Task ForgetParkedAsync(CancellationToken cancellationToken)
    {
        if (_buried.Count == 0)
        {
            return;
        }

        // Rarely more than a few, because an operator is told of each.
        await foreach (var parked in Parked.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (parked.Root() is { } root && _buried.Contains(root))
            {
                Parked.Remove(parked);
            }
        }
    }

    private async Task<T> InTransactionAsync<T>(
        Func<Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await Database.BeginTransactionAsync(
            IsolationLevel.Serializable,
            cancellationToken
        );
        var answer = await work();
        await transaction.CommitAsync(cancellationToken);
        TellCommitted();
        return answer;
    }

    private void TellCommitted()
    {
        Seam.Pass(ServiceName, Seam.Committed);
        Services.Signals.For(GetType()).Pulse();
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException(
            "Use SaveChangesAsync: the write gate and the outbox are asynchronous."
        );

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<string>().HaveMaxLength(200);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(
            GetType().Assembly,
            t => t.Namespace?.StartsWith(GetType().Namespace!, StringComparison.Ordinal) == true
        );
        modelBuilder.Entity<OutboxMessage>(OutboxMessage.Map);
        modelBuilder.Entity<InboxEntry>(InboxEntry.Map);
        modelBuilder.Entity<ParkedEvent>(ParkedEvent.Map);
        modelBuilder.Entity<Tombstone>(Tombstone.Map);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            Conventions.Apply(modelBuilder.Entity(entity.ClrType));
        }
    }

    private void Add(
        IEvent fact,
        Guid subject,
        IVersioned? aggregate,
        DateTime occurredAt,
        Actor actor,
        bool isObserved
    )
    {
        var now = Services.Clock.GetUtcNow().UtcDateTime;
        var recordedAt = aggregate is null ? now : RequestTime.Current ?? now;
        var envelope = EventEnvelopes.Create(
            fact,
            ServiceName,
            subject,
            version: 0,
            occurredAt,
            recordedAt,
            actor
        );
        _raised.Add(new(envelope, aggregate, isObserved));
        if (EventRoot.Of(envelope.Data) is { } root)
        {
            _roots.Add(root);
        }
    }

    private void BumpVersions()
    {
        ChangeTracker.DetectChanges();
        var changed = _raised
            .Where(r => !r.IsObserved)
            .Select(r => r.Aggregate)
            .OfType<IVersioned>()
            .Distinct()
            .ToList();
        var observed = _raised
            .Select(r => r.Aggregate)
            .OfType<IVersioned>()
            .Except(changed)
            .ToList();
        foreach (var aggregate in changed)
        {
            // A change of a child (a role, a factor) is a change of its aggregate.
            var entry = Entry(aggregate);
            if (entry.State == EntityState.Unchanged)
            {
                entry.State = EntityState.Modified;
            }
        }

        foreach (
            var entry in ChangeTracker
                .Entries<IVersioned>()
                .Where(e => !observed.Contains(e.Entity))
        )
        {
            var version = entry.Property(e => e.Version);
            if (entry.State == EntityState.Added && version.CurrentValue == 0)
            {
                version.CurrentValue = 1;
            }
            else if (
                entry.State == EntityState.Modified
                && version.CurrentValue == version.OriginalValue
            )
            {
                version.CurrentValue = version.OriginalValue + 1;
            }
        }
    }

    private void AddOutboxMessage(DateTime now)
    {
        if (_raised.Count == 0)
        {
            return;
        }

        var events = _raised.ConvertAll(r =>
            r.Envelope with
            {
                Version = r.Aggregate?.Version ?? 0,
            }
        );
        Outbox.Add(
            OutboxMessage.From(events, ServiceName, Services.Instance, now, Activity.Current?.Id)
        );
        _raised.Clear();
    }

    private sealed record Raised(EventEnvelope Envelope, IVersioned? Aggregate, bool IsObserved);

    private sealed class UtcConverter()
        : ValueConverter<DateTime, DateTime>(
            v =>
                v.Kind == DateTimeKind.Local
                    ? v.ToUniversalTime()
                    : DateTime.SpecifyKind(v, DateTimeKind.Utc),
            v => DateTime.SpecifyKind(v, DateTimeKind.Utc)
        );

    private static class Conventions
    {
        public static void Apply(EntityTypeBuilder entity)
        {
            if (entity.Metadata.ClrType.IsAssignableTo(typeof(IVersioned)))
            {
                entity
                    .Property(nameof(IVersioned.Version))
                    .IsConcurrencyToken()
                    .ValueGeneratedNever();
            }

            foreach (
                var property in entity
                    .Metadata.GetProperties()
                    .Where(p => p.ClrType == typeof(Guid) && p.IsPrimaryKey())
                    .ToList()
            )
            {
                entity.Property(property.Name).ValueGeneratedNever();
            }
        }
    }
}
