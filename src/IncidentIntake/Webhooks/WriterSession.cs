using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// The writer's open connection and its prepared statements. Discarded after any failure.
/// </summary>
internal sealed class WriterSession : IAsyncDisposable
{
    private const int LoadChunk = 500;

    private readonly SqliteAlertKeys? _ownKeys;
    private readonly BulkInsert<AlertKey> _newKeys;
    private readonly BulkUpdate<LatestAlert> _movedKeys;
    private readonly BulkInsert<Incident> _incidents;
    private readonly BulkInsert<Alert> _alerts;
    private readonly BulkInsert<IncidentHistory> _history;
    private readonly BulkInsert<DeliveryGroup> _groups;
    private readonly BulkInsert<FailedDelivery> _failed;
    private readonly BulkInsert<OutboxMessage> _outbox;
    private readonly BulkDelete<OutboxMessage> _published;
    private readonly BulkUpdate<IncidentChange> _incidentChanges;
    private readonly BulkUpdate<Alert> _alertChanges;
    private readonly BulkUpdate<Alert> _alertRewrites;
    private readonly BulkUpdate<AlertRepeats> _repeats;
    private readonly BulkUpdate<IntakeRequest> _replays;
    private readonly BulkUpdate<IntakeRequest> _firstReadings;
    private readonly BulkUpdate<(Guid Source, DateTime At)> _sources;
    private readonly BulkUpdate<int> _counter;
    private int? _lastNumber;

    private WriterSession(IntakeDbContext db)
    {
        Db = db;
        IsOnlyWriter = db.Database.IsSqlite();
        _ownKeys = IsOnlyWriter ? new(db) : null;
        _newKeys = new(db);
        _movedKeys = new BulkUpdate<LatestAlert>(db, typeof(AlertKey))
            .Set(nameof(AlertKey.AlertId), m => m.AlertId)
            .Where(nameof(AlertKey.Key), m => m.Key)
            .Where(nameof(AlertKey.AlertId), m => m.StoredBefore);
        (_incidents, _alerts, _history) = (new(db), new(db), new(db));
        (_groups, _failed, _outbox) = (new(db), new(db), new(db));
        Rules = new(db);
        _published = new(db);
        _incidentChanges = new BulkUpdate<IncidentChange>(db, typeof(Incident))
            .Set(nameof(Incident.Status), c => c.Incident.Status)
            .Set(nameof(Incident.StatusRank), c => c.Incident.StatusRank)
            .Set(nameof(Incident.ResolvedAt), c => c.Incident.ResolvedAt)
            .Set(nameof(Incident.DurationSeconds), c => c.Incident.DurationSeconds)
            .Set(nameof(Incident.Title), c => c.Incident.Title)
            .Set(nameof(Incident.Severity), c => c.Incident.Severity)
            .Set(nameof(Incident.SeverityRank), c => c.Incident.SeverityRank)
            .Set(nameof(Incident.AcknowledgedAt), c => c.Incident.AcknowledgedAt)
            .Set(nameof(Incident.Notices), c => c.Incident.Notices)
            .Set(nameof(Incident.StatusChangedAt), c => c.Incident.StatusChangedAt)
            .Set(nameof(Incident.AlertCount), c => c.Incident.AlertCount)
            .Set(nameof(Incident.FiringAlertCount), c => c.Incident.FiringAlertCount)
            .Set(nameof(Incident.LastAlertEndedAt), c => c.Incident.LastAlertEndedAt)
            .Set(nameof(Incident.ResolveDueAt), c => c.Incident.ResolveDueAt)
            .Set(nameof(Incident.Version), c => c.Incident.Version)
            .Where(nameof(Incident.Id), c => c.Incident.Id)
            .Where(nameof(Incident.Version), c => c.OriginalVersion);
        _alertChanges = new BulkUpdate<Alert>(db, typeof(Alert))
            .Set(nameof(Alert.Status), a => a.Status)
            .Set(nameof(Alert.EndsAt), a => a.EndsAt)
            .Set(nameof(Alert.LastSeenAt), a => a.LastSeenAt)
            .Where(nameof(Alert.Id), a => a.Id);
        _alertRewrites = new BulkUpdate<Alert>(db, typeof(Alert))
            .Set(nameof(Alert.Title), a => a.Title)
            .Set(nameof(Alert.Description), a => a.Description)
            .Set(nameof(Alert.Severity), a => a.Severity)
            .Set(nameof(Alert.Service), a => a.Service)
            .Set(nameof(Alert.Url), a => a.Url)
            .Set(nameof(Alert.RunbookUrl), a => a.RunbookUrl)
            .Set(nameof(Alert.Labels), a => a.Labels)
            .Set(nameof(Alert.Annotations), a => a.Annotations)
            .Where(nameof(Alert.Id), a => a.Id);
        _repeats = new BulkUpdate<AlertRepeats>(db, typeof(Alert))
            .Add(nameof(Alert.Occurrences), r => r.Count)
            .Set(nameof(Alert.LastSeenAt), r => r.LastSeenAt)
            .Where(nameof(Alert.Id), r => r.AlertId);
        _replays = new BulkUpdate<IntakeRequest>(db, typeof(FailedDelivery))
            .Set(nameof(FailedDelivery.Status), _ => WebhookDeliveryStatus.Replayed)
            .Set(nameof(FailedDelivery.Accepted), r => r.Accepted)
            .Set(nameof(FailedDelivery.Ignored), r => r.Ignored)
            .Set(nameof(FailedDelivery.ReplayedAt), r => r.ReceivedAt)
            .Where(nameof(FailedDelivery.Id), r => r.ReplayOf);
        _firstReadings = new BulkUpdate<IntakeRequest>(db, typeof(FailedDelivery))
            .Set(nameof(FailedDelivery.ErrorCode), r => r.Body.Error!.Code)
            .Set(nameof(FailedDelivery.ErrorDetail), r => GroupDeliveries.DetailOf(r))
            .Set(nameof(FailedDelivery.Accepted), r => r.Accepted)
            .Set(nameof(FailedDelivery.Ignored), r => r.Ignored)
            .Where(nameof(FailedDelivery.Id), r => r.ReplayOf);
        _sources = new BulkUpdate<(Guid Source, DateTime At)>(db, typeof(Source))
            .Set(nameof(Source.LastDeliveryAt), s => s.At)
            .Where(nameof(Source.Id), s => s.Source);
        _counter = new BulkUpdate<int>(db, typeof(Counter))
            .Add(nameof(Counter.Value), n => n)
            .Where(nameof(Counter.Name), _ => Counter.Incidents);
    }

    public IntakeDbContext Db { get; }

    /// <summary>What the rules remember.</summary>
    public RuleRows Rules { get; }

    /// <summary>
    /// Whether only this process writes to the database, so that its caches stay correct.
    /// </summary>
    public bool IsOnlyWriter { get; }

    /// <summary>Used if this process is the only writer.</summary>
    public SqliteAlertKeys OwnKeys =>
        _ownKeys ?? throw new InvalidOperationException("Others write to this database too.");

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

    /// <summary>
    /// Reads the stored data of these fingerprints, in a few queries for all of them.
    /// </summary>
    public async Task LoadAsync(
        AlertLedger ledger,
        IReadOnlyCollection<Guid> keys,
        LatestAlerts notYetWritten,
        CancellationToken token
    )
    {
        var known = IsOnlyWriter ? Find(keys, notYetWritten) : keys;
        foreach (var chunk in known.Chunk(LoadChunk))
        {
            var alerts = await Alerts(chunk).ToListAsync(token);
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

    // On SQLite, a prepared index lookup costs less than building a query, and most alerts are
    // new.
    private List<Guid> Find(IReadOnlyCollection<Guid> keys, LatestAlerts notYetWritten)
    {
        var found = new List<Guid>();
        foreach (var key in keys)
        {
            if ((notYetWritten.Find(key) ?? OwnKeys.Find(key)) is { } alert)
            {
                found.Add(alert);
            }
        }

        return found;
    }

    /// <param name="chunk">Ids of alerts if this process is the only writer, else keys.</param>
    private IQueryable<Alert> Alerts(Guid[] chunk) =>
        IsOnlyWriter
            ? Db.Alerts.AsNoTracking().Where(a => chunk.Contains(a.Id))
            : Db
                .AlertKeys.AsNoTracking()
                .Where(k => chunk.Contains(k.Key))
                .Join(Db.Alerts.AsNoTracking(), k => k.AlertId, a => a.Id, (_, a) => a);

    /// <summary>
    /// Assigns numbers to the new incidents. On a database server, other replicas wait for this
    /// commit, so the numbers have no gaps.
    /// </summary>
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

    /// <summary>Writes the ledger's changes; fails if others changed the same rows.</summary>
    /// <exception cref="StaleRowsException">Somebody else changed one of the incidents.</exception>
    public async Task WriteAsync(AlertLedger ledger, CancellationToken token)
    {
        await _alertChanges.UpdateAsync(ledger.ChangedAlerts, token);
        await _alertRewrites.UpdateAsync(ledger.RewrittenAlerts, token);
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
        await Rules.WriteAsync(ledger, token);
        if (!IsOnlyWriter)
        {
            await WriteKeysAsync(ledger, token);
        }
    }

    private async Task WriteKeysAsync(AlertLedger ledger, CancellationToken token)
    {
        var moved = ledger
            .Moved.Where(m => m.StoredBefore is not null)
            .OrderBy(m => m.Key)
            .ToList();
        if (await _movedKeys.UpdateAsync(moved, token) != moved.Count)
        {
            throw new StaleRowsException();
        }

        await _newKeys.InsertAsync(
            [
                .. ledger
                    .Moved.Where(m => m.StoredBefore is null)
                    .OrderBy(m => m.Key)
                    .Select(m => new AlertKey { Key = m.Key, AlertId = m.AlertId }),
            ],
            token
        );
    }

    /// <summary>The bodies and the events of one commit; either may be missing.</summary>
    public async Task WriteAsync(
        DeliveryGroup? journal,
        OutboxMessage? message,
        CancellationToken token
    )
    {
        await _groups.InsertAsync(journal is null ? [] : [journal], token);
        await _outbox.InsertAsync(message is null ? [] : [message], token);
    }

    public Task WriteAsync(IReadOnlyCollection<FailedDelivery> failed, CancellationToken token) =>
        _failed.InsertAsync(failed, token);

    /// <summary>Deletes outbox rows that are published.</summary>
    public Task DeleteAsync(IReadOnlyCollection<long> published, CancellationToken token) =>
        _published.DeleteAsync(published, token);

    public Task WriteAsync(IReadOnlyCollection<AlertRepeats> repeats, CancellationToken token) =>
        _repeats.UpdateAsync(repeats, token);

    public Task WriteReplaysAsync(
        IReadOnlyCollection<IntakeRequest> replays,
        CancellationToken token
    ) => _replays.UpdateAsync(replays, token);

    public Task WriteFirstReadingsAsync(
        IReadOnlyCollection<IntakeRequest> readings,
        CancellationToken token
    ) => _firstReadings.UpdateAsync(readings, token);

    public Task WriteAsync(
        IReadOnlyCollection<(Guid Source, DateTime At)> lastDeliveries,
        CancellationToken token
    ) => _sources.UpdateAsync(lastDeliveries, token);

    /// <summary>Forgets the last number, because others may have assigned some.</summary>
    public void ForgetNumber() => _lastNumber = null;

    public async ValueTask DisposeAsync()
    {
        IDisposable?[] statements =
        [
            _ownKeys,
            _newKeys,
            _movedKeys,
            _incidents,
            _alerts,
            _history,
            _groups,
            _failed,
            _outbox,
            _published,
            _incidentChanges,
            _alertChanges,
            _alertRewrites,
            _repeats,
            _replays,
            _firstReadings,
            _sources,
            _counter,
            Rules,
        ];
        foreach (var statement in statements)
        {
            statement?.Dispose();
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
