using Pir.Contracts.Events;
using Pir.IncidentIntake.Data;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Messaging;
using Pir.Platform.Persistence.Bulk;
using Pir.Platform.Time;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>What silences and rules make due without a delivery.</summary>
public sealed partial class GroupCommitWriter
{
    // Whether something may become due, even if no rule is in force.
    private bool _mayHold = true;

    /// <summary>See <see cref="AlertPlanner.CatchUp"/>.</summary>
    private async Task CatchUpAsync()
    {
        try
        {
            var rules = await _rules.CurrentAsync(CancellationToken.None);
            _mayHold |= !rules.IsEmpty;
            if (_mayHold && !await CatchUpOnceAsync(rules) && rules.IsEmpty)
            {
                _mayHold = await _session!.Rules.AnyPendingAsync(CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            if (!DbConflict.Is(exception)) // Another replica was faster.
            {
                LogDue.NotYet(_logger, exception);
            }

            _cache.Clear();
            await DropSessionAsync();
        }
    }

    /// <returns>False if nothing was due.</returns>
    private async Task<bool> CatchUpOnceAsync(AlertRulebook rules)
    {
        var session = await SessionAsync();
        var now = _services.Clock.UtcNow();
        var due = await session.Rules.DueAsync(rules, now, CancellationToken.None);
        if (due.Held.Count + due.Incidents.Count == 0)
        {
            return false;
        }

        var sources = await _sources.AllAsync(CancellationToken.None);
        var ledger = new AlertLedger();
        var part = new WriteBehind.Part();
        OutboxMessage? message;
        using (await _services.WriteGate.EnterAsync(session.Db, CancellationToken.None))
        await using (var transaction = await session.Db.Database.BeginTransactionAsync())
        {
            await LoadAsync(session, ledger, rules, due, sources);
            new AlertPlanner(ledger, rules).CatchUp(now, id => sources.GetValueOrDefault(id));
            await session.NumberAsync(ledger, CancellationToken.None);
            await session.WriteAsync(ledger, CancellationToken.None);
            await _behind.WriteAsync(session, part, ledger.Moved, CancellationToken.None);
            message = _events.Write(ledger.Changes, _services.Instance, now);
            await session.WriteAsync(journal: null, message, CancellationToken.None);
            await transaction.CommitAsync();
        }

        _behind.Written(part);
        Committed(session, ledger, []);
        if (message is not null)
        {
            Seam.Pass(EventCatalog.Intake, Seam.Committed);
            _services.Signals.For(typeof(IntakeDbContext)).Pulse();
        }

        return true;
    }

    private async Task LoadAsync(
        WriterSession session,
        AlertLedger ledger,
        AlertRulebook rules,
        DueRows due,
        IReadOnlyDictionary<Guid, SourceSettings> sources
    )
    {
        foreach (var incident in due.Incidents)
        {
            ledger.Load(incident);
        }

        var keys = due.Held.Select(h => h.Key).ToHashSet();
        var groups = due
            .Held.Where(h => sources.ContainsKey(h.SourceId))
            .SelectMany(h => rules.Route(sources[h.SourceId], h.ToIncoming()).Keys)
            .ToHashSet();
        keys.UnionWith(await session.Rules.LoadAsync(ledger, keys, groups, CancellationToken.None));
        await session.LoadAsync(ledger, keys, _behind.LatestAlerts, CancellationToken.None);
    }

    private static partial class LogDue
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Could not do yet what is due for silences and rules; retrying in a second"
        )]
        public static partial void NotYet(ILogger logger, Exception exception);
    }
}
