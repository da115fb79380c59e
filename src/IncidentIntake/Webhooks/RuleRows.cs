using Microsoft.EntityFrameworkCore;
using Pir.Contracts.Api;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Persistence.Bulk;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Reads and writes what the rules remember: groups and alerts held back. Bound to one open
/// connection.
/// </summary>
internal sealed class RuleRows : IDisposable
{
    private const int LoadChunk = 500;

    /// <summary>Most alerts held back or incidents that become due in one commit.</summary>
    private const int DueAtOnce = 500;

    private readonly IntakeDbContext _db;
    private readonly BulkInsert<AlertGroup> _newGroups;
    private readonly BulkInsert<HeldAlert> _newHeld;
    private readonly BulkUpdate<AlertGroup> _groups;
    private readonly BulkUpdate<HeldAlert> _held;

    public RuleRows(IntakeDbContext db)
    {
        _db = db;
        (_newGroups, _newHeld) = (new(db), new(db));
        _groups = new BulkUpdate<AlertGroup>(db, typeof(AlertGroup))
            .Set(nameof(AlertGroup.IncidentId), g => g.IncidentId)
            .Set(nameof(AlertGroup.LastAt), g => g.LastAt)
            .Set(nameof(AlertGroup.SeenAt), g => g.SeenAt)
            .Set(nameof(AlertGroup.Times), g => g.Times)
            .Set(nameof(AlertGroup.Version), g => g.Version)
            .Where(nameof(AlertGroup.Key), g => g.Key)
            .Where(nameof(AlertGroup.Version), g => g.StoredVersion);
        _held = new BulkUpdate<HeldAlert>(db, typeof(HeldAlert))
            .Set(nameof(HeldAlert.State), h => h.State)
            .Set(nameof(HeldAlert.GroupKey), h => h.GroupKey)
            .Set(nameof(HeldAlert.RuleId), h => h.RuleId)
            .Set(nameof(HeldAlert.SilenceId), h => h.SilenceId)
            .Set(nameof(HeldAlert.Title), h => h.Title)
            .Set(nameof(HeldAlert.Severity), h => h.Severity)
            .Set(nameof(HeldAlert.Service), h => h.Service)
            .Set(nameof(HeldAlert.StartsAt), h => h.StartsAt)
            .Set(nameof(HeldAlert.EndsAt), h => h.EndsAt)
            .Set(nameof(HeldAlert.FirstSeenAt), h => h.FirstSeenAt)
            .Set(nameof(HeldAlert.LastSeenAt), h => h.LastSeenAt)
            .Set(nameof(HeldAlert.Occurrences), h => h.Occurrences)
            .Set(nameof(HeldAlert.IncidentId), h => h.IncidentId)
            .Set(nameof(HeldAlert.Content), h => h.Content)
            .Set(nameof(HeldAlert.Version), h => h.Version)
            .Where(nameof(HeldAlert.Key), h => h.Key)
            .Where(nameof(HeldAlert.Version), h => h.StoredVersion);
    }

    /// <summary>
    /// Reads what these alerts and groups have to do with, and the incidents of the groups.
    /// </summary>
    /// <returns>Keys of all alerts held back that were read.</returns>
    public async Task<IReadOnlyCollection<Guid>> LoadAsync(
        AlertLedger ledger,
        IReadOnlyCollection<Guid> alerts,
        IReadOnlyCollection<Guid> groups,
        CancellationToken token
    )
    {
        var held = new HashSet<Guid>();
        foreach (var chunk in alerts.Chunk(LoadChunk))
        {
            var rows = await _db
                .HeldAlerts.AsNoTracking()
                .Where(h => chunk.Contains(h.Key))
                .ToListAsync(token);
            Load(ledger, rows, held);
        }

        foreach (var chunk in groups.Chunk(LoadChunk))
        {
            await LoadGroupsAsync(ledger, chunk, held, token);
        }

        return held;
    }

    /// <summary>
    /// Alerts held back by silences and rules that are not in force, and incidents whose alerts did
    /// not fire again.
    /// </summary>
    public async Task<DueRows> DueAsync(AlertRulebook book, DateTime now, CancellationToken token)
    {
        var (rules, silences) = (book.Rules.ToList(), book.SilencesAt(now));
        var held = await _db
            .HeldAlerts.AsNoTracking()
            .Where(h =>
                (
                    h.State == HeldAlertState.Suppressed
                    && (h.SilenceId == null || !silences.Contains(h.SilenceId.Value))
                )
                || (
                    h.State == HeldAlertState.Waiting
                    && (h.RuleId == null || !rules.Contains(h.RuleId.Value))
                )
            )
            .OrderBy(h => h.LastSeenAt)
            .Take(DueAtOnce)
            .ToListAsync(token);
        var incidents = await _db
            .Incidents.AsNoTracking()
            .Where(i => i.ResolveDueAt != null && i.ResolveDueAt <= now)
            .OrderBy(i => i.ResolveDueAt)
            .Take(DueAtOnce)
            .ToListAsync(token);
        return new(held, incidents);
    }

    /// <summary>Whether anything may become due.</summary>
    public async Task<bool> AnyPendingAsync(CancellationToken token) =>
        await _db.HeldAlerts.AnyAsync(
            h => h.State == HeldAlertState.Suppressed || h.State == HeldAlertState.Waiting,
            token
        ) || await _db.Incidents.AnyAsync(i => i.ResolveDueAt != null, token);

    /// <exception cref="StaleRowsException">Somebody else changed one of them.</exception>
    public async Task WriteAsync(AlertLedger ledger, CancellationToken token)
    {
        if (ledger.ChangedGroups.Count + ledger.ChangedHeld.Count == 0)
        {
            return;
        }

        var groups = ledger.ChangedGroups.ToLookup(g => g.StoredVersion == 0);
        var held = ledger.ChangedHeld.ToLookup(h => h.StoredVersion == 0);
        var oldGroups = groups[false].OrderBy(g => g.Key).ToList();
        var oldHeld = held[false].OrderBy(h => h.Key).ToList();
        if (
            await _groups.UpdateAsync(oldGroups, token) != oldGroups.Count
            || await _held.UpdateAsync(oldHeld, token) != oldHeld.Count
        )
        {
            throw new StaleRowsException();
        }

        await _newGroups.InsertAsync([.. groups[true].OrderBy(g => g.Key)], token);
        await _newHeld.InsertAsync([.. held[true].OrderBy(h => h.Key)], token);
    }

    public void Dispose()
    {
        _newGroups.Dispose();
        _newHeld.Dispose();
        _groups.Dispose();
        _held.Dispose();
    }

    private async Task LoadGroupsAsync(
        AlertLedger ledger,
        Guid[] keys,
        HashSet<Guid> held,
        CancellationToken token
    )
    {
        var groups = await _db
            .AlertGroups.AsNoTracking()
            .Where(g => keys.Contains(g.Key))
            .ToListAsync(token);
        groups.ForEach(ledger.Load);
        var ids = groups
            .Select(g => g.IncidentId)
            .OfType<Guid>()
            .Distinct()
            .Where(id => !ledger.Knows(id))
            .ToList();
        await LoadIncidentsAsync(ledger, ids, token);
        var waiting = await _db
            .HeldAlerts.AsNoTracking()
            .Where(h =>
                h.State == HeldAlertState.Waiting
                && h.GroupKey != null
                && keys.Contains(h.GroupKey.Value)
            )
            .ToListAsync(token);
        Load(ledger, waiting, held);
    }

    /// <summary>The incidents, and those that they were merged into.</summary>
    private async Task LoadIncidentsAsync(
        AlertLedger ledger,
        List<Guid> ids,
        CancellationToken token
    )
    {
        if (ids.Count == 0)
        {
            return;
        }

        var incidents = await _db
            .Incidents.AsNoTracking()
            .Where(i => ids.Contains(i.Id))
            .ToListAsync(token);
        incidents.ForEach(ledger.Load);
        await LoadIncidentsAsync(
            ledger,
            [
                .. incidents
                    .Select(i => i.MergedIntoId)
                    .OfType<Guid>()
                    .Where(id => !ledger.Knows(id))
                    .Distinct(),
            ],
            token
        );
    }

    private static void Load(AlertLedger ledger, List<HeldAlert> rows, HashSet<Guid> seen)
    {
        foreach (var row in rows)
        {
            if (seen.Add(row.Key))
            {
                ledger.Load(row);
            }
        }
    }
}

/// <summary>What has become due.</summary>
internal sealed record DueRows(IReadOnlyList<HeldAlert> Held, IReadOnlyList<Incident> Incidents);
