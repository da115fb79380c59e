using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>One body being applied to the ledger.</summary>
internal sealed class PlannedDelivery
{
    private const int MostNotices = 10;
    private const int LongestLastWords = 500;

    private readonly AlertLedger _ledger;
    private readonly SourceSettings _source;
    private readonly IncomingBody _body;
    private readonly DateTime _now;
    private readonly string? _traceParent;
    private readonly List<AlertResult> _results;

    /// <summary>Alerts without an active incident, and the one they were in before.</summary>
    private readonly List<Homeless> _homeless = [];
    private List<Incident>? _ended;

    /// <summary>The incident the unknown alerts of this body join.</summary>
    private Incident? _home;

    /// <param name="results">Receives one entry for each alert.</param>
    public PlannedDelivery(
        AlertLedger ledger,
        SourceSettings source,
        IncomingBody body,
        DateTime receivedAt,
        string? traceParent,
        List<AlertResult> results
    )
    {
        (_ledger, _source, _body, _now) = (ledger, source, body, receivedAt);
        (_traceParent, _results) = (traceParent, results);
        _home = source.Grouping == AlertGrouping.Group ? FindHome() : null;
    }

    public void Take(IncomingAlert alert)
    {
        if (
            _homeless.Count > 0
            && (
                _source.Grouping == AlertGrouping.Alert
                || _homeless.Exists(h => h.Alert.Key == alert.Key)
            )
        )
        {
            Settle();
        }

        // A firing alert without an incident gets its entry here and its incident later.
        _results.Add(
            SignalOf(alert) switch
            {
                AlertSignal.Firing => Fire(alert),
                AlertSignal.Acknowledged => Acknowledge(alert),
                AlertSignal.Resolved => End(alert),
                _ => new(AlertOutcome.Ignored),
            }
        );
    }

    /// <summary>
    /// An uncertain end or acknowledgement counts for an alert known under another title. Under the
    /// same title it is a repeat of the same report.
    /// </summary>
    private AlertSignal SignalOf(IncomingAlert alert)
    {
        if (alert.Doubt is null)
        {
            return alert.Signal;
        }

        alert.IsSignalMeant =
            _ledger.Latest(alert.Key) is { } latest && latest.Title != alert.Title;
        return alert.IsSignalMeant ? alert.Signal : AlertSignal.Firing;
    }

    public void Finish()
    {
        Settle();
        if (_body.HasNotices)
        {
            TellNotices();
        }

        if (!_source.AutoResolve || _ended is null)
        {
            return;
        }

        foreach (var incident in _ended.Where(i => i.IsActive && i.FiringAlertCount == 0))
        {
            Touch(incident).ResolveByAlerts(new(_source.Actor, _now));
        }
    }

    private IncidentChange Touch(Incident incident) =>
        _ledger.Touch(incident, _source, _traceParent);

    private Incident? FindHome()
    {
        Incident? home = null;
        foreach (var alert in _body.Alerts)
        {
            if (
                _ledger.Latest(alert.Key) is { } latest
                && _ledger.IncidentOf(latest) is { IsActive: true } incident
                && Precedes(incident, home)
            )
            {
                home = incident;
            }
        }

        return home;
    }

    private static bool Precedes(Incident a, Incident? b) => b is null || a.Number < b.Number;

    private AlertResult Fire(IncomingAlert alert)
    {
        var startsAt = alert.StartsAt <= _now + Incident.ClockTolerance ? alert.StartsAt : null;
        if (_ledger.Latest(alert.Key) is not { } latest)
        {
            return Wait(alert, startsAt ?? _now, null);
        }

        var isFiring = latest.Status == AlertStatus.Firing;
        var start = startsAt ?? (isFiring ? latest.StartsAt : Later(_now, latest.StartsAt));
        var incident = _ledger.IncidentOf(latest);
        if (start < latest.StartsAt || (start == latest.StartsAt && !isFiring))
        {
            return new(AlertOutcome.Ignored, incident); // Stale: that firing is over.
        }

        return start == latest.StartsAt
            ? Repeat(alert, latest, incident)
            : FireAgain(alert, start, latest, incident);
    }

    private AlertResult Wait(IncomingAlert alert, DateTime startsAt, Incident? previous)
    {
        _homeless.Add(new(alert, startsAt, previous, _results.Count));
        return default;
    }

    private AlertResult Repeat(IncomingAlert alert, Alert latest, Incident incident)
    {
        if (incident.IsActive)
        {
            _ledger.Saw(latest, _now);
            if (!IsWorse(alert, latest))
            {
                return new(AlertOutcome.Repeated, incident);
            }

            Worsen(alert, latest, incident);
            return new(AlertOutcome.Raised, incident);
        }

        // A person resolved it while the alert was still firing.
        if (_now - incident.StatusChangedAt < _source.Suppress)
        {
            return new(AlertOutcome.Ignored, incident);
        }

        Supersede(latest, incident, incident.ResolvedAt ?? _now);
        return Wait(alert, latest.StartsAt, incident);
    }

    private AlertResult FireAgain(
        IncomingAlert alert,
        DateTime start,
        Alert latest,
        Incident incident
    )
    {
        // A fingerprint fires once at a time: the earlier firing ended, even if nobody reported
        // it.
        Supersede(latest, incident, start);
        if (!incident.IsActive)
        {
            return Wait(alert, start, incident);
        }

        Touch(incident).Add(latest);
        Attach(alert, start, incident);
        if (IsWorse(alert, latest))
        {
            Rename(latest.Title, alert, incident);
        }

        return new(AlertOutcome.Joined, incident);
    }

    /// <summary>
    /// An acknowledgement never opens an incident: it says too little about an alert that was not
    /// reported as firing.
    /// </summary>
    private AlertResult Acknowledge(IncomingAlert alert)
    {
        if (_ledger.Latest(alert.Key) is not { } latest)
        {
            return new(AlertOutcome.Ignored);
        }

        var incident = _ledger.IncidentOf(latest);
        if (
            latest.Status != AlertStatus.Firing
            || alert.StartsAt < latest.StartsAt
            || !incident.IsActive
        )
        {
            return new(AlertOutcome.Ignored, incident);
        }

        if (incident.Status == IncidentStatus.Open)
        {
            Touch(incident).AcknowledgeByAlert(new(_source.Actor, _now));
        }

        return new(AlertOutcome.Acknowledged, incident);
    }

    private AlertResult End(IncomingAlert alert)
    {
        if (_ledger.Latest(alert.Key) is not { } latest)
        {
            return new(AlertOutcome.Ignored);
        }

        var incident = _ledger.IncidentOf(latest);
        if (latest.Status != AlertStatus.Firing || alert.StartsAt < latest.StartsAt)
        {
            return new(AlertOutcome.Ignored, incident);
        }

        EndFiring(latest, incident, alert.EndsAt is { } at && at < _now ? at : _now);
        latest.LastSeenAt = Later(latest.LastSeenAt, _now);
        Touch(incident).Add(latest);
        TellLastWords(alert, latest, incident);
        (_ended ??= []).Add(incident);
        return new(AlertOutcome.Resolved, incident);
    }

    /// <summary>What the tool says at the end, unless it only repeats itself.</summary>
    private void TellLastWords(IncomingAlert alert, Alert stored, Incident incident)
    {
        var change = Touch(incident);
        if (
            alert.Description is { } text
            && text != stored.Description
            && text != stored.Title
            && change.Notices.Count < MostNotices
        )
        {
            change.Tell(
                $"The alert “{Words.OneLine(stored.Title).Isolated()}” ended with: "
                    + Words.OneLine(text).CutTo(LongestLastWords).Isolated()
            );
        }
    }

    private void Supersede(Alert latest, Incident incident, DateTime endsAt)
    {
        if (latest.Status == AlertStatus.Firing)
        {
            Touch(incident);
            EndFiring(latest, incident, endsAt);
        }
    }

    private void EndFiring(Alert alert, Incident incident, DateTime at)
    {
        alert.Status = AlertStatus.Resolved;
        alert.EndsAt = Later(at, alert.StartsAt);
        incident.AlertEnded(alert.EndsAt.Value);
        _ledger.Changed(alert);
    }

    /// <summary>
    /// Gives alerts without an incident the body's incident, or a new one for all of them.
    /// </summary>
    private void Settle()
    {
        if (_homeless.Count == 0)
        {
            return;
        }

        var isOpen = _home is { IsActive: true };
        var incident = isOpen ? _home! : OpenIncident();
        foreach (var (alert, startsAt, _, index) in _homeless)
        {
            Attach(alert, startsAt, incident);
            _results[index] = new(isOpen ? AlertOutcome.Joined : AlertOutcome.Opened, incident);
        }

        _homeless.Clear();
        _home = _source.Grouping == AlertGrouping.Group ? incident : null;
    }

    private Incident OpenIncident()
    {
        var first = _homeless[0].Alert;
        var detectedAt = _homeless[0].StartsAt;
        var severity = Severity.Sev5;
        var context = new IncidentContext();
        Incident? previous = null;
        foreach (var (alert, startsAt, before, _) in _homeless)
        {
            detectedAt = startsAt < detectedAt ? startsAt : detectedAt;
            var own = _source.SeverityOf(alert);
            severity = own < severity ? own : severity;
            context = context.Or(alert.Context);
            previous =
                before is not null && (previous is null || Precedes(previous, before))
                    ? before
                    : previous;
        }

        var incident = Incident.Open(
            new(
                _homeless.Count == 1 ? first.Title : _body.Title ?? first.Title,
                severity,
                DetectionSource.Alerting,
                detectedAt < _now ? detectedAt : _now,
                context.Or(_source.Context),
                first.Description,
                IsDrill: _source.IsTest,
                SourceId: _source.Id,
                PreviousIncidentId: previous?.Id
            ),
            _now
        );
        _ledger.Open(incident, _source, _traceParent);
        return incident;
    }

    private void Attach(IncomingAlert alert, DateTime startsAt, Incident incident)
    {
        var change = Touch(incident);
        var row = new Alert
        {
            Id = SortableId.New(_now),
            IncidentId = incident.Id,
            Key = alert.Key,
            Fingerprint = alert.Fingerprint,
            Status = AlertStatus.Firing,
            Title = alert.Title,
            Description = alert.Description,
            Severity = alert.SeverityWord,
            Service = alert.Context.Service,
            StartsAt = startsAt,
            Url = alert.Url,
            RunbookUrl = alert.RunbookUrl,
            Labels = alert.Labels,
            Annotations = alert.Annotations,
            Occurrences = 1,
            LastSeenAt = _now,
        };
        incident.AlertJoined();
        _ledger.Add(row);
        change.Add(row);
        Raise(alert, incident);
    }

    private bool IsWorse(IncomingAlert copy, Alert stored) =>
        _source.SeverityOf(copy) < _source.SeverityOf(stored);

    /// <summary>A more severe report of a firing alert replaces its values.</summary>
    private void Worsen(IncomingAlert copy, Alert stored, Incident incident)
    {
        var change = Touch(incident); // First: it keeps what was said before.
        var title = stored.Title;
        stored.Rewrite(copy);
        _ledger.Rewritten(stored);
        var before = (incident.Title, incident.Severity);
        Rename(title, copy, incident);
        Raise(copy, incident);
        if (before == (incident.Title, incident.Severity))
        {
            change.Tell(NowWorse(copy));
        }
    }

    private void Raise(IncomingAlert alert, Incident incident)
    {
        var by = new Stamp(_source.Actor, _now, NowWorse(alert));
        if (incident.RaiseByAlert(_source.SeverityOf(alert), by) is { Count: > 0 } lines)
        {
            Touch(incident).Raise(lines, by.Reason!);
        }
    }

    private void Rename(string from, IncomingAlert alert, Incident incident)
    {
        var by = new Stamp(_source.Actor, _now, NowWorse(alert));
        if (incident.RenameByAlert(from, alert.Title, by) is { Count: > 0 } lines)
        {
            Touch(incident).Raise(lines, by.Reason!);
        }
    }

    private string NowWorse(IncomingAlert alert) =>
        $"The alert “{Words.OneLine(alert.Title).Isolated()}” is now reported as "
        + Words.OneLine(alert.SeverityWord ?? _source.SeverityOf(alert).ToWord()).Isolated()
        + ".";

    /// <summary>Adds the body's notices to each of its incidents, once.</summary>
    private void TellNotices()
    {
        var common = _body.ForTimeline().ToList();
        for (var i = 0; i < _results.Count; i++)
        {
            if (_results[i].Incident is not { } incident)
            {
                continue;
            }

            foreach (var notice in common)
            {
                Tell(incident, notice);
            }

            if (_body.Alerts[i].Notice is { } own)
            {
                Tell(incident, own);
            }
        }
    }

    private void Tell(Incident incident, string notice)
    {
        if (incident.Note(notice))
        {
            Touch(incident).Tell(notice);
        }
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    /// <param name="Index">Index of its result.</param>
    private sealed record Homeless(
        IncomingAlert Alert,
        DateTime StartsAt,
        Incident? Previous,
        int Index
    );
}
