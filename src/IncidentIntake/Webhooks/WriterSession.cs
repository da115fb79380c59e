using Microsoft.EntityFrameworkCore;
using Pir.Intake.Data;
using Pir.Intake.Domain;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;

namespace Pir.Intake.Webhooks;

/// <summary>The writer's open connection and its prepared statements. Thrown away after any failure.</summary>
internal sealed class WriterSession : IAsyncDisposable
{
    private const int LoadChunk = 500;

    private readonly KeyProbe<Alert> _probe;
    private readonly BulkInsert<Incident> _incidents;
    private readonly BulkInsert<Alert> _alerts;
    private readonly BulkInsert<IncidentHistory> _history;
    private readonly BulkInsert<DeliveryGroup> _groups;
    private readonly BulkInsert<FailedDelivery> _failed;
    private readonly BulkInsert<OutboxMessage> _outbox;
    private readonly BulkUpdate<IncidentChange> _incidentChanges;
    private readonly BulkUpdate<Alert> _alertChanges;
    private readonly BulkUpdate<AlertRepeats> _repeats;
    private readonly BulkUpdate<IntakeRequest> _replays;
    private readonly BulkUpdate<(Guid Source, DateTime At)> _sources;
    private readonly BulkUpdate<int> _counter;
    private int? _lastNumber;

    private WriterSession(IntakeDbContext db)
    {
        Db = db;
        IsOnlyWriter = db.Database.IsSqlite();
        _probe = new(db, nameof(Alert.LatestKey));
        (_incidents, _alerts, _history) = (new(db), new(db), new(db));
        (_groups, _failed, _outbox) = (new(db), new(db), new(db));
        _incidentChanges = new BulkUpdate<IncidentChange>(db, typeof(Incident))
            .Set(nameof(Incident.Status), c => c.Incident.Status)
            .Set(nameof(Incident.ResolvedAt), c => c.Incident.ResolvedAt)
            .Set(nameof(Incident.StatusChangedAt), c => c.Incident.StatusChangedAt)
            .Set(nameof(Incident.AlertCount), c => c.Incident.AlertCount)
            .Set(nameof(Incident.FiringAlertCount), c => c.Incident.FiringAlertCount)
            .Set(nameof(Incident.LastAlertEndedAt), c => c.Incident.LastAlertEndedAt)
            .Set(nameof(Incident.Version), c => c.Incident.Version)
            .Where(nameof(Incident.Id), c => c.Incident.Id)
            .Where(nameof(Incident.Version), c => c.OriginalVersion);
        _alertChanges = new BulkUpdate<Alert>(db, typeof(Alert))
            .Set(nameof(Alert.LatestKey), a => a.LatestKey)
            .Set(nameof(Alert.Status), a => a.Status)
            .Set(nameof(Alert.EndsAt), a => a.EndsAt)
            .Set(nameof(Alert.LastSeenAt), a => a.LastSeenAt)
            .Where(nameof(Alert.Id), a => a.Id);
        _repeats = new BulkUpdate<AlertRepeats>(db, typeof(Alert))
            .Add(nameof(Alert.Occurrences), r => r.Count)
            .Set(nameof(Alert.LastSeenAt), r => r.LastSeenAt)
            .Where(nameof(Alert.Id), r => r.AlertId);
        _replays = new BulkUpdate<IntakeRequest>(db, typeof(FailedDelivery))
            .Set(nameof(FailedDelivery.Status), _ => DeliveryStatus.Replayed)
            .Set(nameof(FailedDelivery.Accepted), r => r.Accepted)
            .Set(nameof(FailedDelivery.Ignored), r => r.Ignored)
            .Set(nameof(FailedDelivery.ReplayedAt), r => r.ReceivedAt)
            .Where(nameof(FailedDelivery.Id), r => r.ReplayOf);
        _sources = new BulkUpdate<(Guid Source, DateTime At)>(db, typeof(Source))
            .Set(nameof(Source.LastDeliveryAt), s => s.At)
            .Where(nameof(Source.Id), s => s.Source);
        _counter = new BulkUpdate<int>(db, typeof(Counter))
            .Add(nameof(Counter.Value), n => n)
            .Where(nameof(Counter.Name), _ => Counter.Incidents);
    }

    public IntakeDbContext Db { get; }

    /// <summary>Whether nobody but this process writes to the database, so that what it knows stays true.</summary>
    public bool IsOnlyWriter { get; }

    public static async Task<WriterSession> OpenAsync(
        IDbContextFactory<IntakeDbContext> factory,
        CancellationToken token
    )
    {
        var db = await factory.CreateDbContextAsync(token);
        await db.Database.OpenConnectionAsync(token);
        await SqlitePragmas.PrepareForManyCommitsAsync(db.Database.GetDbConnection(), token);
        return new(db);
    }

    /// <summary>Reads what is stored about these alerts, in a few queries for all of them.</summary>
    public async Task LoadAsync(
        AlertLedger ledger,
        IReadOnlyCollection<Guid> keys,
        CancellationToken token
    )
    {
        foreach (var chunk in _probe.Find(keys).Chunk(LoadChunk))
        {
            var wanted = Array.ConvertAll(chunk, k => (Guid?)k);
            var alerts = await Db
                .Alerts.AsNoTracking()
                .Where(a => wanted.Contains(a.LatestKey))
                .ToListAsync(token);
            var ids = alerts
                .Select(a => a.IncidentId)
                .Distinct()
                .Where(id => !ledger.Knows(id))
                .ToList();
            var incidents = await Db
                .Incidents.AsNoTracking()
                .Where(i => ids.Contains(i.Id))
                .ToListAsync(token);
            foreach (var incident in incidents)
            {
                ledger.Load(incident);
            }

            foreach (var alert in alerts)
            {
                ledger.Load(alert);
            }
        }
    }

    /// <summary>Gives the new incidents their numbers. On a server this queues the replicas until the commit; so the numbers have no gaps.</summary>
    public async Task NumberAsync(AlertLedger ledger, CancellationToken token)
    {
        var fresh = ledger.Changes.Where(c => c.IsNew).ToList();
        if (fresh.Count == 0)
        {
            return;
        }

        var last = await TakeNumbersAsync(fresh.Count, token);
        for (var i = 0; i < fresh.Count; i++)
        {
            fresh[i].Incident.Number = last - fresh.Count + i + 1;
        }
    }

    /// <summary>Writes the ledger's changes; those of others are noticed.</summary>
    /// <exception cref="StaleRowsException">Somebody else changed one of the incidents.</exception>
    public async Task WriteAsync(AlertLedger ledger, CancellationToken token)
    {
        // Changes first: a successor takes over the key its predecessor gives up.
        await _alertChanges.UpdateAsync(ledger.ChangedAlerts, token);
        var changed = ledger.Changes.Where(c => !c.IsNew).OrderBy(c => c.Incident.Id).ToList();
        if (await _incidentChanges.UpdateAsync(changed, token) != changed.Count)
        {
            throw new StaleRowsException();
        }

        await _incidents.InsertAsync(
            [.. ledger.Changes.Where(c => c.IsNew).Select(c => c.Incident)],
            token
        );
        await _alerts.InsertAsync(ledger.NewAlerts, token);
        await _history.InsertAsync([.. ledger.Changes.SelectMany(c => c.History)], token);
    }

    public Task WriteAsync(DeliveryGroup group, CancellationToken token) =>
        _groups.InsertAsync([group], token);

    public Task WriteAsync(IReadOnlyCollection<FailedDelivery> failed, CancellationToken token) =>
        _failed.InsertAsync(failed, token);

    public Task WriteAsync(OutboxMessage message, CancellationToken token) =>
        _outbox.InsertAsync([message], token);

    public Task WriteAsync(IReadOnlyCollection<AlertRepeats> repeats, CancellationToken token) =>
        _repeats.UpdateAsync(repeats, token);

    public Task WriteReplaysAsync(
        IReadOnlyCollection<IntakeRequest> replays,
        CancellationToken token
    ) => _replays.UpdateAsync(replays, token);

    public Task WriteAsync(
        IReadOnlyCollection<(Guid Source, DateTime At)> lastDeliveries,
        CancellationToken token
    ) => _sources.UpdateAsync(lastDeliveries, token);

    /// <summary>Forgets the last number: somebody else may have taken some.</summary>
    public void ForgetNumber() => _lastNumber = null;

    public async ValueTask DisposeAsync()
    {
        IDisposable[] statements =
        [
            _probe,
            _incidents,
            _alerts,
            _history,
            _groups,
            _failed,
            _outbox,
            _incidentChanges,
            _alertChanges,
            _repeats,
            _replays,
            _sources,
            _counter,
        ];
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        await Db.DisposeAsync();
    }

    private async Task<int> TakeNumbersAsync(int count, CancellationToken token)
    {
        await _counter.UpdateAsync([count], token);
        _lastNumber =
            IsOnlyWriter && _lastNumber is { } known
                ? known + count
                : await Db
                    .Counters.Where(c => c.Name == Counter.Incidents)
                    .Select(c => c.Value)
                    .SingleAsync(token);
        return _lastNumber.Value;
    }
}
