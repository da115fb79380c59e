using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Notifications.Data;
using Pir.Notifications.Domain;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;

namespace Pir.Notifications.Streaming;

/// <summary>The part of the log that a stream can read without a query.</summary>
/// <param name="Horizon">
/// All events up to here may be shown, because no lower number is still to come.
/// </param>
/// <param name="From">
/// The events after this one, up to the horizon, are in <paramref name="Recent"/>.
/// </param>
/// <param name="Changed">Completes when there are more events.</param>
public sealed record TailView(
    long Horizon,
    long From,
    IReadOnlyList<LoggedEvent> Recent,
    Task Changed
);

/// <summary>
/// Follows the end of the event log for all streams of this process. Woken by the process's own
/// commits, and every second for those of other replicas. Waits a few seconds for a missing number,
/// because commits may become visible out of order. Idle while nobody listens.
/// </summary>
public sealed partial class EventTail(
    IDbContextFactory<NotificationDbContext> factory,
    PirDbServices services,
    IOptions<NotificationOptions> options,
    ILogger<EventTail> logger
) : BackgroundService
{
    private const int PageSize = 500;
    private const int Capacity = 512;
    private static readonly string Deleted = EventCatalog.Of(typeof(IncidentDeleted)).Name;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollAtGap = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly OutboxSignal _signal = services.Signals.For(typeof(EventTail));
    private readonly GapKeeper _gaps = new(services.Clock, options.Value.StreamPatience);
    private int _listeners;
    private TailView? _view;
    private TaskCompletionSource _changed = NewSource();

    /// <summary>
    /// Registers a listener. Returns once the end of the log is known. Dispose the result to
    /// unregister.
    /// </summary>
    public async Task<IDisposable> JoinAsync(CancellationToken token)
    {
        var seat = new Seat(this);
        try
        {
            while (View is null)
            {
                Task changed;
                lock (_lock)
                {
                    changed = _changed.Task;
                }

                _signal.Pulse();
                if (View is null)
                {
                    await changed.WaitAsync(token);
                }
            }

            return seat;
        }
        catch
        {
            seat.Dispose();
            throw;
        }
    }

    /// <summary>The current state; null only before <see cref="JoinAsync"/> has returned.</summary>
    public TailView? View
    {
        get
        {
            lock (_lock)
            {
                return _view;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pause = await StepAsync(stoppingToken);
                await _signal.WaitAsync(pause, services.Clock, stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
                await _signal.WaitAsync(Poll, services.Clock, CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<TimeSpan> StepAsync(CancellationToken token)
    {
        lock (_lock)
        {
            if (_listeners == 0)
            {
                _view = null;
                return TimeSpan.FromMinutes(1);
            }
        }

        await using var db = await factory.CreateDbContextAsync(token);
        var horizon = View?.Horizon ?? await StartAsync(db, token);
        while (true)
        {
            var rows = await ReadAsync(db, horizon, token);
            var ready = _gaps.Take(horizon, rows);
            horizon = ready.Count > 0 ? ready[^1].Sequence : horizon;
            Advance(horizon, ready);
            if (ready.Count < rows.Count)
            {
                return PollAtGap;
            }

            if (rows.Count < PageSize)
            {
                return Poll;
            }
        }
    }

    /// <summary>
    /// Where to start: after all events that are too old for gaps to be filled. Younger events are
    /// checked as usual.
    /// </summary>
    private async Task<long> StartAsync(NotificationDbContext db, CancellationToken token)
    {
        _gaps.Reset();
        var old = services.Clock.GetUtcNow().UtcDateTime - (2 * options.Value.StreamPatience);
        return await db.Events.Where(e => e.LoggedAt < old).MaxAsync(e => (long?)e.Sequence, token)
            ?? 0;
    }

    private static Task<List<LoggedEvent>> ReadAsync(
        NotificationDbContext db,
        long after,
        CancellationToken token
    ) =>
        db
            .Events.AsNoTracking()
            .Where(e => e.Sequence > after)
            .OrderBy(e => e.Sequence)
            .Take(PageSize)
            .ToListAsync(token);

    private void Advance(long horizon, List<LoggedEvent> ready)
    {
        TaskCompletionSource? changed = null;
        lock (_lock)
        {
            if (_view is null || ready.Count > 0)
            {
                changed = _changed;
                _changed = NewSource();
                _view = Extend(_view, horizon, ready, _changed.Task);
            }
        }

        changed?.SetResult();
    }

    private static TailView Extend(
        TailView? view,
        long horizon,
        List<LoggedEvent> ready,
        Task changed
    )
    {
        // Without an earlier view, these are all events after the start, which is before the first
        // of them.
        var from = view?.From ?? (ready.Count > 0 ? ready[0].Sequence - 1 : horizon);
        var recent = WithoutDeleted(view is null ? ready : [.. view.Recent, .. ready]);
        if (recent.Count > Capacity)
        {
            from = recent[^(Capacity + 1)].Sequence;
            recent = recent[^Capacity..];
        }

        return new(horizon, from, recent, changed);
    }

    /// <summary>Drops what the log no longer has: the events of deleted incidents.</summary>
    private static List<LoggedEvent> WithoutDeleted(List<LoggedEvent> events)
    {
        var deleted = events.Where(e => e.Type == Deleted).Select(e => e.IncidentId).ToHashSet();
        return deleted.Count == 0
            ? events
            : [.. events.Where(e => e.Type == Deleted || !deleted.Contains(e.IncidentId))];
    }

    private static TaskCompletionSource NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Seat : IDisposable
    {
        private readonly EventTail _tail;
        private bool _left;

        public Seat(EventTail tail)
        {
            _tail = tail;
            lock (tail._lock)
            {
                tail._listeners++;
            }
        }

        public void Dispose()
        {
            lock (_tail._lock)
            {
                _tail._listeners -= _left ? 0 : 1;
                _left = true;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Following the event log failed; trying again")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
