using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Contracts.Events;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;
using Pir.ServiceDefaults.Auditing;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The only writer of this process. Deliveries queue here and get a response after their commit.
/// Everything that arrived during the last commit shares the next, so that one disk sync makes many
/// deliveries durable. There is no timer: the previous commit is the batching window.
/// </summary>
public sealed partial class GroupCommitWriter : IHostedService, IDisposable
{
    private const int MaxAttempts = 20;
    private const int CachedAlerts = 500_000;
    private const int PooledRequests = 1_024;
    private const int AnswersPerThread = 64;

    private readonly IDbContextFactory<IntakeDbContext> _factory;
    private readonly PirDbServices _services;
    private readonly RuleDirectory _rules;
    private readonly SourceDirectory _sources;
    private readonly IntakeOptions _options;
    private readonly ILogger<GroupCommitWriter> _logger;
    private readonly Channel<WriterWork> _queue;
    private readonly ConcurrentBag<IntakeRequest> _pool = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly OpenAlertCache _cache = new(CachedAlerts);
    private readonly WriteBehind _behind;
    private readonly DeliveryJournal _journal = new();
    private readonly EventBatchWriter _events = new();
    private readonly SingleThreadScheduler _thread = new("intake writer");
    private WriterSession? _session;
    private Task _loop = Task.CompletedTask;
    private Task _ticks = Task.CompletedTask;
    private long _queuedBytes;

    // The latest of everything taken from the queue and from earlier groups.
    private DateTime _latestReceived;
    private DateTime _latestBefore;

    public GroupCommitWriter(
        IDbContextFactory<IntakeDbContext> factory,
        PirDbServices services,
        RuleDirectory rules,
        SourceDirectory sources,
        IOptions<IntakeOptions> options,
        ILogger<GroupCommitWriter> logger
    )
    {
        (_rules, _sources) = (rules, sources);
        (_factory, _services, _options, _logger) = (factory, services, options.Value, logger);
        _behind = new(services.Signals.For(typeof(IntakeDbContext)).Published);
        _queue = Channel.CreateBounded<WriterWork>(
            new BoundedChannelOptions(_options.QueueCapacity) { SingleReader = true }
        );
    }

    /// <summary>A request object to fill; return it with <see cref="Return"/>.</summary>
    public IntakeRequest Rent() => _pool.TryTake(out var request) ? request : new();

    public void Return(IntakeRequest request)
    {
        request.Reset();
        if (_pool.Count < PooledRequests)
        {
            _pool.Add(request);
        }
    }

    /// <summary>False if too much is waiting already; the sender must retry.</summary>
    public bool TryEnqueue(IntakeRequest request)
    {
        var size = request.Raw.Length;
        if (
            Interlocked.Add(ref _queuedBytes, size) <= _options.QueueBytes
            && _queue.Writer.TryWrite(request)
        )
        {
            return true;
        }

        Interlocked.Add(ref _queuedBytes, -size);
        return false;
    }

    /// <summary>
    /// Runs an action alone between two groups; its exceptions go to the caller.
    /// </summary>
    public async Task ExecuteAsync(
        Func<CancellationToken, Task> run,
        CancellationToken cancellationToken
    )
    {
        var command = new WriterCommand(run);
        await _queue.Writer.WriteAsync(command, cancellationToken);
        await command.Done.Task;
    }

    /// <summary>
    /// The incident of a fingerprint's latest firing; null for a new fingerprint.
    /// </summary>
    public async Task<Guid?> FindIncidentAsync(Guid key, CancellationToken cancellationToken)
    {
        var ledger = new AlertLedger();
        await ExecuteAsync(
            async token =>
                await (await SessionAsync()).LoadAsync(ledger, [key], _behind.LatestAlerts, token),
            cancellationToken
        );
        return ledger.Latest(key)?.IncidentId;
    }

    /// <summary>
    /// Call within <see cref="ExecuteAsync"/> when these alerts' incident is no longer active or
    /// changed.
    /// </summary>
    public void Forget(IEnumerable<Guid> keys)
    {
        foreach (var key in keys)
        {
            _cache.Forget(key);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task
            .Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.None, _thread)
            .Unwrap();
        _ticks = TickAsync();
        return Task.CompletedTask;
    }

    /// <summary>Accepts no more deliveries and commits those that wait.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await Task.WhenAll(_loop, _ticks).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _thread.Dispose();
        _events.Dispose();
        _journal.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var group = new List<IntakeRequest>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            var command = TakeGroup(group);
            if (group.Count > 0)
            {
                await ProcessAsync([.. group]);
                group.Clear();
            }

            if (command is not null)
            {
                await RunAsync(command);
            }
        }

        await WriteBehindAsync(all: true);
        await DropSessionAsync();
    }

    /// <summary>Fills the group from the queue; a command ends the group.</summary>
    private WriterCommand? TakeGroup(List<IntakeRequest> group)
    {
        var alerts = 0;
        _latestBefore = _latestReceived;
        while (
            alerts < _options.GroupAlerts
            && group.Count < DeliveryJournal.MaxDeliveries
            && _queue.Reader.TryRead(out var work)
        )
        {
            if (work is not IntakeRequest request)
            {
                return (WriterCommand)work;
            }

            Follow(request);
            group.Add(request);
            alerts += request.Body.Alerts.Count + 1;
            Interlocked.Add(ref _queuedBytes, -request.Raw.Length);
        }

        return null;
    }

    /// <summary>
    /// A delivery counts as received after all earlier groups, however long reading it took: lists
    /// go from group to group and would skip a group that reached back behind another.
    /// </summary>
    private void Follow(IntakeRequest request)
    {
        if (request.ReceivedAt <= _latestBefore)
        {
            request.ReceivedAt = _latestBefore.AddMicroseconds(1);
        }

        _latestReceived =
            request.ReceivedAt > _latestReceived ? request.ReceivedAt : _latestReceived;
    }

    private async Task RunAsync(WriterCommand command)
    {
        try
        {
            await command.Run(_stop.Token);
            command.Done.TrySetResult();
        }
        catch (Exception exception)
        {
            command.Done.TrySetException(exception);
        }

        _session?.ForgetNumber();
    }

    private async Task ProcessAsync(IReadOnlyList<IntakeRequest> group)
    {
        var outcome = IntakeOutcome.Committed;
        try
        {
            await CommitAsync(group);
        }
        catch (Exception exception) when (!DbRefusal.Is(exception) && !DbConflict.Is(exception))
        {
            Log.Unavailable(_logger, exception, group.Count);
            outcome = IntakeOutcome.Unavailable;
        }
        catch (Exception) when (group.Count > 1)
        {
            // One bad delivery must not fail the others.
            foreach (var request in group)
            {
                await ProcessAsync([request]);
            }

            return;
        }
        catch (Exception exception)
        {
            outcome = await SetAsideAsync(group[0], exception);
        }

        Answer(group, outcome);
    }

    /// <summary>
    /// Continues the requests on the thread pool, one after another: waking a thread for each would
    /// cost more than the responses.
    /// </summary>
    private static void Answer(IReadOnlyList<IntakeRequest> group, IntakeOutcome outcome)
    {
        foreach (var part in group.Chunk(AnswersPerThread))
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static state =>
                {
                    foreach (var request in state.part)
                    {
                        request.Complete(state.outcome);
                    }
                },
                (part, outcome),
                preferLocal: false
            );
        }
    }

    /// <summary>Stores a delivery that cannot be processed as failed.</summary>
    private async Task<IntakeOutcome> SetAsideAsync(IntakeRequest request, Exception exception)
    {
        Log.SetAside(_logger, exception, request.Source.Id);
        try
        {
            request.Body = new(
                [],
                Error: new(
                    "not-processed",
                    "The delivery could not be processed. The log has the details."
                )
            );
            await CommitAsync([request]);
            return IntakeOutcome.Committed;
        }
        catch (Exception again)
        {
            Log.Unavailable(_logger, again, 1);
            return IntakeOutcome.Unavailable;
        }
    }

    private async Task CommitAsync(IReadOnlyList<IntakeRequest> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            var behind = _behind.TakeSome();
            try
            {
                await CommitOnceAsync(group, behind);
                return;
            }
            catch (Exception exception)
            {
                _behind.Return(behind);
                _cache.Clear();
                await DropSessionAsync();
                if (!DbConflict.Is(exception) || attempt == MaxAttempts)
                {
                    throw;
                }

                Log.Conflict(_logger, attempt);
            }
        }
    }

    private async Task CommitOnceAsync(IReadOnlyList<IntakeRequest> group, WriteBehind.Part behind)
    {
        var session = await SessionAsync();
        var rules = await _rules.CurrentAsync(CancellationToken.None);
        var now = _services.Clock.GetUtcNow().UtcDateTime;
        var ledger = new AlertLedger();
        OutboxMessage? message;
        bool hasNews;
        using (await _services.WriteGate.EnterAsync(session.Db, CancellationToken.None))
        await using (var transaction = await session.Db.Database.BeginTransactionAsync())
        {
            await PlanAsync(session, ledger, rules, group);
            await session.NumberAsync(ledger, CancellationToken.None);
            var deliveries = new GroupDeliveries(group);
            await session.WriteAsync(ledger, CancellationToken.None);
            await session.WriteAsync(deliveries.Failed, CancellationToken.None);
            await session.WriteReplaysAsync(deliveries.Replayed, CancellationToken.None);
            await session.WriteFirstReadingsAsync(deliveries.PartlyRead, CancellationToken.None);
            await _behind.WriteAsync(session, behind, ledger.Moved, CancellationToken.None);
            hasNews = await SourceNews.TellAsync(
                session.Db,
                deliveries.Unread,
                deliveries.Mended,
                now,
                CancellationToken.None
            );
            hasNews |= await AuditAsync(session.Db, group);
            message = _events.Write(ledger.Changes, _services.Instance, now);
            await session.WriteAsync(deliveries.Pack(_journal), message, CancellationToken.None);
            await transaction.CommitAsync();
        }

        _behind.Written(behind);
        var hasEvents = message is not null || hasNews;
        if (hasEvents)
        {
            Seam.Pass(EventCatalog.Intake, Seam.Committed);
        }

        Committed(session, ledger, group);
        if (hasEvents)
        {
            _services.Signals.For(typeof(IntakeDbContext)).Pulse();
        }
    }

    /// <summary>Whether a delivery of the group has an audit entry.</summary>
    private static async Task<bool> AuditAsync(
        IntakeDbContext db,
        IReadOnlyList<IntakeRequest> group
    )
    {
        var hasLines = false;
        foreach (var request in group)
        {
            db.Audit(request.Audit);
            hasLines |= request.Audit is not null;
        }

        if (hasLines)
        {
            await db.SaveChangesAsync();
            db.DiscardChanges();
        }

        return hasLines;
    }

    private async Task<WriterSession> SessionAsync()
    {
        _session ??= await WriterSession.OpenAsync(_factory, CancellationToken.None);
        await _behind.RecoverAsync(_session, CancellationToken.None);
        return _session;
    }

    /// <summary>
    /// Decides what the deliveries mean. Those that only repeat firing alerts need no database
    /// query.
    /// </summary>
    private async Task PlanAsync(
        WriterSession session,
        AlertLedger ledger,
        AlertRulebook rules,
        IReadOnlyList<IntakeRequest> group
    )
    {
        var triage = new RepeatTriage(session.IsOnlyWriter ? _cache : null, group);
        _mayHold |= !rules.IsEmpty;
        if (_mayHold)
        {
            var groups = GroupsOf(rules, group.Where(r => triage.Repeats(r) is null));
            triage.Keys.UnionWith(
                await session.Rules.LoadAsync(ledger, triage.Keys, groups, CancellationToken.None)
            );
        }

        await session.LoadAsync(ledger, triage.Keys, _behind.LatestAlerts, CancellationToken.None);
        var planner = new AlertPlanner(ledger, rules);
        foreach (var request in group)
        {
            request.Results.Clear(); // A group may be planned more than once.
            if (triage.Repeats(request) is { } repeats)
            {
                (request.Accepted, request.Ignored) = (repeats.Count, 0);
                foreach (var (sighting, incident) in repeats)
                {
                    ledger.Sightings.Add(sighting);
                    request.Results.Add(new(AlertOutcome.Repeated, Number: incident));
                }
            }
            else
            {
                (request.Accepted, request.Ignored) = planner.Apply(
                    request.Source,
                    request.Body,
                    request.ReceivedAt,
                    request.TraceParent,
                    request.Results
                );
            }
        }
    }

    /// <summary>Asks the rules about each alert, and returns the keys that matter.</summary>
    private static HashSet<Guid> GroupsOf(
        AlertRulebook rules,
        IEnumerable<IntakeRequest> deliveries
    )
    {
        var keys = new HashSet<Guid>();
        foreach (var delivery in deliveries)
        {
            foreach (var alert in delivery.Body.Alerts)
            {
                alert.Route = rules.Route(delivery.Source, alert);
                keys.UnionWith(alert.Route.Keys);
            }
        }

        return keys;
    }

    private void Committed(
        WriterSession session,
        AlertLedger ledger,
        IReadOnlyList<IntakeRequest> group
    )
    {
        if (session.IsOnlyWriter)
        {
            _cache.Learn(ledger);
        }

        foreach (var sighting in ledger.Sightings)
        {
            _behind.Add(sighting);
        }

        foreach (var request in group)
        {
            if (request.ShowsThatItsSourceWorks)
            {
                _behind.Delivered(request.Source.Id, request.ReceivedAt);
            }
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _services.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await ExecuteAsync(
                    async _ =>
                    {
                        await CatchUpAsync();
                        await WriteBehindAsync(all: false);
                    },
                    _stop.Token
                );
            }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or ChannelClosedException)
        {
            // Stopping.
        }
    }

    private async Task WriteBehindAsync(bool all)
    {
        if (_behind.IsEmpty)
        {
            return;
        }

        var part = _behind.TakeMore(all);
        try
        {
            var session = await SessionAsync();
            bool hasNews;
            using (await _services.WriteGate.EnterAsync(session.Db, CancellationToken.None))
            await using (var transaction = await session.Db.Database.BeginTransactionAsync())
            {
                await _behind.WriteAsync(session, part, [], CancellationToken.None);
                hasNews = await SourceNews.TellAsync(
                    session.Db,
                    unread: [],
                    read: part.LastDeliveries.ConvertAll(d => d.Source),
                    _services.Clock.GetUtcNow().UtcDateTime,
                    CancellationToken.None
                );
                await transaction.CommitAsync();
            }

            _behind.Written(part);
            if (hasNews)
            {
                _services.Signals.For(typeof(IntakeDbContext)).Pulse();
            }
        }
        catch (Exception exception)
        {
            Log.WriteBehindFailed(_logger, exception);
            _behind.Return(part);
            await DropSessionAsync();
        }
    }

    private async Task DropSessionAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The database did not accept {Count} deliveries; their senders were told to retry"
        )]
        public static partial void Unavailable(ILogger logger, Exception exception, int count);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "Could not process a delivery from source {Source}; it is set aside"
        )]
        public static partial void SetAside(ILogger logger, Exception exception, Guid source);

        [LoggerMessage(
            3,
            LogLevel.Debug,
            "Another writer was first (attempt {Attempt}); deciding again"
        )]
        public static partial void Conflict(ILogger logger, int attempt);

        [LoggerMessage(4, LogLevel.Warning, "Could not write repeat counts yet")]
        public static partial void WriteBehindFailed(ILogger logger, Exception exception);
    }
}
