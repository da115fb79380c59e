using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Handles a service's messages in groups. Everything that arrives while one group is being
/// committed shares the next unit of work. A storm therefore costs only a few commits, and each
/// message is still acknowledged only after its own effects are durable.
/// </summary>
public sealed partial class GroupProcessor<TDb>(
    IServiceScopeFactory scopes,
    HandlerRegistry<TDb> registry,
    PirDbServices services,
    ILogger<GroupProcessor<TDb>> logger
) : BackgroundService
    where TDb : PirDbContext
{
    private const int MaxEvents = 500;
    private const int Capacity = 1_000;
    private static readonly TimeSpan[] Backoff =
    [
        TimeSpan.FromMilliseconds(50),
        TimeSpan.FromMilliseconds(250),
        TimeSpan.FromMilliseconds(1_000),
    ];

    private readonly Channel<Work> _queue = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(Capacity) { SingleReader = true }
    );

    /// <summary>
    /// Returns once the effects of the batch are committed, now or earlier. Throws if they could
    /// not be, so that the sender tries again.
    /// </summary>
    public async Task HandleAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        if (!batch.Events.Any(registry.Wants))
        {
            return;
        }

        var work = new Work(batch);
        await _queue.Writer.WriteAsync(work, cancellationToken);
        await work.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Runs a parked event's handlers again. True: handled and deleted. False: failed again. Null:
    /// no such event.
    /// </summary>
    /// <param name="also">Adds to the same commit.</param>
    public async Task<bool?> RetryParkedAsync(
        Guid id,
        Action<PirDbContext> also,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<TDb>();
            if (await db.Parked.FindAsync([id], cancellationToken) is not { } parked)
            {
                return null;
            }

            var envelope = JsonSerializer.Deserialize<EventEnvelope>(
                parked.Body,
                EventJson.Options
            )!;
            await RunAsync(db, scope.ServiceProvider, [envelope], cancellationToken);
            db.Parked.Remove(parked);
            also(db);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.ParkedAgain(logger, exception, registry.Service, id);
            await CountAttemptAsync(id, exception, cancellationToken);
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                await ProcessAsync(TakeGroup(), stoppingToken);
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var work))
            {
                work.Done.TrySetCanceled(CancellationToken.None);
            }
        }
    }

    private List<Work> TakeGroup()
    {
        var group = new List<Work>();
        var events = 0;
        while (events < MaxEvents && _queue.Reader.TryRead(out var work))
        {
            group.Add(work);
            events += work.Batch.Events.Count;
        }

        return group;
    }

    private async Task ProcessAsync(List<Work> group, CancellationToken token)
    {
        try
        {
            await CommitAsync(group, token);
            group.ForEach(w => w.Done.TrySetResult());
        }
        catch (Exception) when (group.Count > 1 && !token.IsCancellationRequested)
        {
            // One bad message must not fail its neighbours.
            foreach (var work in group)
            {
                await ProcessAsync([work], token);
            }
        }
        catch (Exception exception)
        {
            await RetryAsync(group[0], exception, token);
        }
    }

    private async Task RetryAsync(Work work, Exception exception, CancellationToken token)
    {
        try
        {
            foreach (var delay in Backoff)
            {
                Log.Retrying(logger, exception, registry.Service, work.Batch.Id);
                await Task.Delay(delay, services.Clock, token);
                try
                {
                    await CommitAsync([work], token);
                    work.Done.TrySetResult();
                    return;
                }
                catch (Exception again) when (again is not OperationCanceledException)
                {
                    exception = again;
                }
            }

            await IsolateAsync(work.Batch, token);
            work.Done.TrySetResult();
        }
        catch (Exception final)
        {
            work.Done.TrySetException(final);
        }
    }

    private async Task CommitAsync(List<Work> group, CancellationToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var fresh = await FreshAsync(db, group, token);
        if (fresh.Count == 0)
        {
            return;
        }

        var events = fresh.SelectMany(b => b.Events).Where(registry.Wants).ToList();
        if (events.Exists(IsDeletion))
        {
            await DeleteAsync(db, scope.ServiceProvider, fresh, events, token);
        }
        else
        {
            await HandleAsync(db, scope.ServiceProvider, fresh, events, token);
        }

        Seam.Pass(registry.Service, Seam.Saved);
    }

    /// <summary>Reads what to delete without another writer in between.</summary>
    private async Task DeleteAsync(
        TDb db,
        IServiceProvider scope,
        List<EventBatch> fresh,
        List<EventEnvelope> events,
        CancellationToken token
    )
    {
        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await DeletionTurn.TakeAsync(db, token);
        await HandleAsync(db, scope, fresh, events, token);
        await transaction.CommitAsync(token);
        services.Signals.For(typeof(TDb)).Pulse();
    }

    private async Task HandleAsync(
        TDb db,
        IServiceProvider scope,
        List<EventBatch> fresh,
        List<EventEnvelope> events,
        CancellationToken token
    )
    {
        await RunAsync(db, scope, events, token);
        Seam.Pass(registry.Service, Seam.Handled);
        var now = services.Clock.GetUtcNow().UtcDateTime;
        db.Inbox.AddRange(fresh.Select(b => new InboxEntry { MessageId = b.Id, ReceivedAt = now }));
        await db.SaveChangesAsync(token);
    }

    private static bool IsDeletion(EventEnvelope envelope) =>
        EventCatalog.Find(envelope.Type) is { IsDeletion: true };

    private async Task<List<EventBatch>> FreshAsync(
        TDb db,
        List<Work> group,
        CancellationToken token
    )
    {
        var batches = group.Select(w => w.Batch).DistinctBy(b => b.Id).ToList();
        var ids = batches.ConvertAll(b => b.Id);
        var known = await db
            .Inbox.Where(e => ids.Contains(e.MessageId))
            .Select(e => e.MessageId)
            .ToListAsync(token);
        PirTelemetry.Duplicates.Add(
            group.Count - batches.Count + known.Count,
            new KeyValuePair<string, object?>("service", registry.Service)
        );
        return known.Count == 0 ? batches : batches.FindAll(b => !known.Contains(b.Id));
    }

    private async Task RunAsync(
        TDb db,
        IServiceProvider scope,
        List<EventEnvelope> events,
        CancellationToken token
    )
    {
        var deleted = await Tombstone.FindAsync(db, events, token);
        db.Concerns(Tombstone.RootsOf(events).Except(deleted));
        await registry.PreloadAsync(scope, events, token);
        foreach (var envelope in events)
        {
            var root = EventRoot.Of(envelope.Data);
            if (root is { } id && deleted.Contains(id))
            {
                continue;
            }

            using var activity = PirTelemetry.Source.StartActivity(
                "handle " + envelope.Type,
                ActivityKind.Consumer,
                envelope.TraceParent
            );
            activity
                ?.SetTag("pir.service", registry.Service)
                .SetTag("pir.subject", envelope.Subject);
            await registry.RunAsync(scope, envelope, token);
            if (root is { } gone && IsDeletion(envelope))
            {
                deleted.Add(gone);
                db.Bury(gone);
            }
        }
    }

    /// <summary>
    /// Splits up a message that keeps failing. Each event is saved on its own inside one
    /// transaction, the events that fail are parked, and the message is marked as handled, all in
    /// one commit.
    /// </summary>
    private async Task IsolateAsync(EventBatch batch, CancellationToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (await db.Inbox.AnyAsync(e => e.MessageId == batch.Id, token))
        {
            return;
        }

        using var turn = await services.WriteGate.EnterAsync(db, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        // One of the events may be a deletion. Messages that fail are rare, so the others need not
        // be told apart.
        await DeletionTurn.TakeAsync(db, token);
        foreach (var envelope in batch.Events.Where(registry.Wants))
        {
            try
            {
                await RunAsync(db, scope.ServiceProvider, [envelope], token);
                await db.SaveChangesAsync(token);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.Parked(logger, exception, registry.Service, envelope.Id, envelope.Type);
                PirTelemetry.ParkedEvents.Add(
                    1,
                    new KeyValuePair<string, object?>("service", registry.Service)
                );
                db.DiscardChanges();
                db.Parked.Add(Park(envelope, exception));
                await db.SaveChangesAsync(token);
            }
        }

        db.Inbox.Add(
            new InboxEntry
            {
                MessageId = batch.Id,
                ReceivedAt = services.Clock.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        services.Signals.For(typeof(TDb)).Pulse();
    }

    private ParkedEvent Park(EventEnvelope envelope, Exception exception) =>
        new()
        {
            Id = envelope.Id,
            Type = envelope.Type,
            Subject = envelope.Subject,
            Body = JsonSerializer.SerializeToUtf8Bytes(envelope, EventJson.Options),
            Error = exception.GetType().Name,
            Attempts = Backoff.Length + 2,
            ParkedAt = services.Clock.GetUtcNow().UtcDateTime,
        };

    private async Task CountAttemptAsync(Guid id, Exception exception, CancellationToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (await db.Parked.FindAsync([id], token) is { } parked)
        {
            parked.Attempts++;
            parked.Error = exception.GetType().Name;
            await db.SaveChangesAsync(token);
        }
    }

    private sealed record Work(EventBatch Batch)
    {
        public TaskCompletionSource Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "{Service}: message {MessageId} failed; trying again"
        )]
        public static partial void Retrying(
            ILogger logger,
            Exception exception,
            string service,
            Guid messageId
        );

        [LoggerMessage(
            2,
            LogLevel.Error,
            "{Service}: event {EventId} ({Type}) was parked for an " + "operator"
        )]
        public static partial void Parked(
            ILogger logger,
            Exception exception,
            string service,
            Guid eventId,
            string type
        );

        [LoggerMessage(3, LogLevel.Warning, "{Service}: parked event {EventId} failed again")]
        public static partial void ParkedAgain(
            ILogger logger,
            Exception exception,
            string service,
            Guid eventId
        );
    }
}
