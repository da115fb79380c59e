using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Firing alerts of active incidents, by key: a cache in front of the table for the question that
/// most deliveries come down to: is this only a repeat? Used if this process is the database's only
/// writer, and changed only after a commit. Its size is limited; entries not used for the longest
/// time go first.
/// </summary>
public sealed class OpenAlertCache(int capacity)
{
    private Dictionary<Guid, Entry> _recent = [];
    private Dictionary<Guid, Entry> _older = [];

    public int Count => _recent.Count + _older.Count;

    /// <summary>
    /// The stored alert that a report only repeats, and its incident's number, or null if only the
    /// database can tell.
    /// </summary>
    public (Guid Alert, int Incident)? FindRepeated(SourceSettings source, IncomingAlert alert)
    {
        if (!_recent.TryGetValue(alert.Key, out var entry))
        {
            if (!_older.TryGetValue(alert.Key, out entry))
            {
                return null;
            }

            Set(alert.Key, entry);
        }

        return
            (alert.StartsAt is null || alert.StartsAt == entry.StartsAt)
            && source.SeverityOf(alert) >= entry.Severity
            ? (entry.AlertId, entry.Incident)
            : null;
    }

    /// <summary>Applies the alerts of a committed ledger.</summary>
    public void Learn(AlertLedger committed)
    {
        foreach (var change in committed.Changes)
        {
            foreach (var alert in change.Alerts)
            {
                if (alert.Key is { } key && committed.Latest(key) == alert)
                {
                    Learn(key, alert, change.Source, change.Incident);
                }
            }
        }

        foreach (var alert in committed.RewrittenAlerts)
        {
            LearnAgain(committed, alert);
        }
    }

    public void Forget(Guid key)
    {
        _recent.Remove(key);
        _older.Remove(key);
    }

    public void Clear()
    {
        _recent.Clear();
        _older.Clear();
    }

    /// <summary>Applies a changed severity.</summary>
    private void LearnAgain(AlertLedger committed, Alert alert)
    {
        var key = alert.Key!.Value;
        var change = committed.Changes.FirstOrDefault(c => c.Incident.Id == alert.IncidentId);
        if (change is not null && committed.Latest(key) == alert)
        {
            Learn(key, alert, change.Source, change.Incident);
        }
    }

    private void Learn(Guid key, Alert alert, SourceSettings source, Incident incident)
    {
        if (incident.IsActive && alert.Status == AlertStatus.Firing)
        {
            Set(key, new(alert.Id, alert.StartsAt, source.SeverityOf(alert), incident.Number));
        }
        else
        {
            Forget(key);
        }
    }

    private void Set(Guid key, Entry entry)
    {
        if (_recent.Count >= capacity / 2)
        {
            (_older, _recent) = (_recent, []);
        }

        _recent[key] = entry;
        _older.Remove(key);
    }

    private readonly record struct Entry(
        Guid AlertId,
        DateTime StartsAt,
        Severity Severity,
        int Incident
    );
}
