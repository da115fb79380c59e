using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>One body being applied to the ledger.</summary>
internal sealed class PlannedDelivery
{
    private const int MostNotices = 10;
    private const int LongestLastWords = 500;

    private readonly AlertLedger _ledger;
    private readonly AlertRulebook _rules;
    private readonly AlertGate _gate;
    private readonly SourceSettings _source;
    private readonly IncomingBody _body;
    private readonly DateTime _now;
    private readonly string? _traceParent;
    private readonly List<AlertResult> _results;

    /// <summary>Alerts without an active incident, and the one they were in before.</summary>
    private readonly List<Homeless> _homeless = [];

    /// <summary>
    /// Incidents with an alert that ended, and the rule that keeps them active for a while.
    /// </summary>
    private Dictionary<Incident, AlertRule?>? _ended;

    /// <summary>
    /// The incident that the unknown alerts of this body join, by the rule that chose it; the empty
    /// id for none.
    /// </summary>
    private readonly Dictionary<Guid, Incident> _homes = [];

    /// <param name="results">Receives one entry for each alert.</param>
    public PlannedDelivery(
        AlertLedger ledger,
        AlertRulebook rules,
        SourceSettings source,
        IncomingBody body,
        DateTime receivedAt,
        string? traceParent,
        List<AlertResult> results
    )
    {
        (_ledger, _rules, _source) = (ledger, rules, source);
        (_body, _now, _traceParent, _results) = (body, receivedAt, traceParent, results);
        _gate = new(ledger, source, receivedAt, body.IsReplay);
        if (source.Grouping == AlertGrouping.Group)
        {
            FindHomes();
        }
    }

    public void Take(IncomingAlert alert)
    {
        if (
            _homeless.Count > 0
            && (
                _source.Grouping == AlertGrouping.Alert
                || _homeless.Exists(h => h.Alert.Key == alert.Key)
                || DependsOnHomeless(alert)
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
    /// Whether the incident of an earlier alert of the body decides what happens to this one.
    /// </summary>
    private bool DependsOnHomeless(IncomingAlert alert)
    {
        if (_rules.IsEmpty)
        {
            return false;
        }

        var route = RouteOf(alert);
        return route.Group is { } group
            && (
                route.Rule!.Action == AlertRuleAction.Attach
                || _ledger.Held(alert.Key) is { IsHeld: true }
            )
            && _homeless.Exists(h => h.Route.Group == group);
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

        foreach (var (incident, holding) in _ended)
        {
            if (!incident.IsActive || incident.FiringAlertCount > 0)
            {
                continue;
            }

            var change = Touch(incident);
            if (holding is { HoldMinutes: > 0 and var minutes })
            {
                incident.HoldUntil(_now.AddMinutes(minutes));
                Tell(incident, RuleNotices.Held(holding));
            }
            else
            {
                change.ResolveByAlerts(new(_source.Actor, _now));
            }
        }
    }

    private IncidentChange Touch(Incident incident) =>
        _ledger.Touch(incident, _source, _traceParent);

    private void FindHomes()
    {
        foreach (var alert in _body.Alerts)
        {
            if (
                _ledger.Latest(alert.Key) is { } latest
                && _ledger.IncidentOf(latest) is { IsActive: true } incident
                && Precedes(incident, _homes.GetValueOrDefault(latest.RuleId ?? Guid.Empty))
            )
            {
                _homes[latest.RuleId ?? Guid.Empty] = incident;
            }
        }
    }

    private AlertRoute RouteOf(IncomingAlert alert) => alert.Route ??= _rules.Route(_source, alert);

    private static bool Precedes(Incident a, Incident? b) => b is null || a.Number < b.Number;

    private AlertResult Fire(IncomingAlert alert)
    {
        var startsAt =
            alert.StartsAt is { } given && TimeRules.CheckPast(given, _now) is null
                ? alert.StartsAt
                : null;
        var held = _ledger.Held(alert.Key);
        if (held?.State == HeldAlertState.Ended && startsAt <= held.StartsAt)
        {
            return new(AlertOutcome.Ignored); // Stale: that firing is over.
        }

        DateTime? current = held is { IsHeld: true } ? held.StartsAt : null;
        if (_ledger.Latest(alert.Key) is not { } latest)
        {
            return Wait(alert, startsAt ?? current ?? _now, null);
        }

        var isFiring = latest.Status == AlertStatus.Firing;
        var start =
            startsAt ?? (isFiring ? latest.StartsAt : current ?? Later(_now, latest.StartsAt));
        var incident = _ledger.IncidentOf(latest);
        if (start < latest.StartsAt || (start == latest.StartsAt && !isFiring))
        {
            return new(AlertOutcome.Ignored, incident); // Stale: that firing is over.
        }

        return start == latest.StartsAt
            ? Repeat(alert, latest, incident)
            : FireAgain(alert, start, latest, incident);
    }

    /// <summary>
    /// Waits for the rest of the body to get an incident, unless a rule or silence holds it back.
    /// </summary>
    private AlertResult Wait(IncomingAlert alert, DateTime startsAt, Incident? previous) =>
        HoldBack(alert, startsAt) ?? Enqueue(alert, startsAt, previous);

    private AlertResult? HoldBack(IncomingAlert alert, DateTime startsAt) =>
        _gate.HoldBack(alert, RouteOf(alert), startsAt);

    private AlertResult Enqueue(IncomingAlert alert, DateTime startsAt, Incident? previous)
    {
        _homeless.Add(new(alert, RouteOf(alert), startsAt, previous, _results.Count));
        return default;
    }

    private AlertResult Repeat(IncomingAlert alert, Alert latest, Incident incident)
    {
        if (incident.IsActive)
        {
            ReleaseHeld(alert.Key, incident);
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

        if (HoldBack(alert, latest.StartsAt) is { } kept)
        {
            return kept;
        }

        Supersede(latest, incident, incident.ResolvedAt ?? _now);
        return Enqueue(alert, latest.StartsAt, incident);
    }

    private AlertResult FireAgain(
        IncomingAlert alert,
        DateTime start,
        Alert latest,
        Incident incident
    )
    {
        if (!incident.IsActive && HoldBack(alert, start) is { } kept)
        {
            return kept;
        }

        // A fingerprint fires once at a time: the earlier firing ended, even if nobody reported
        // it.
        Supersede(latest, incident, start);
        if (!incident.IsActive)
        {
            return Enqueue(alert, start, incident);
        }

        Touch(incident).Add(latest);
        Attach(alert, start, incident, latest.RuleId);
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
        var endsAt = alert.EndsAt is { } at && at < _now ? at : _now;
        var otherwise = EndHeld(alert, endsAt) ? AlertOutcome.Resolved : AlertOutcome.Ignored;
        if (_ledger.Latest(alert.Key) is not { } latest)
        {
            return new(otherwise);
        }

        var incident = _ledger.IncidentOf(latest);
        if (latest.Status != AlertStatus.Firing || alert.StartsAt < latest.StartsAt)
        {
            return otherwise == AlertOutcome.Resolved ? new(otherwise) : new(otherwise, incident);
        }

        EndFiring(latest, incident, endsAt);
        latest.LastSeenAt = Later(latest.LastSeenAt, _now);
        Touch(incident).Add(latest);
        TellLastWords(alert, latest, incident);
        Ended(incident, latest);
        return new(AlertOutcome.Resolved, incident);
    }

    private void Ended(Incident incident, Alert alert)
    {
        var rule = alert.RuleId is { } id ? _rules.Rule(id) : null;
        _ended ??= [];
        var longest = _ended.GetValueOrDefault(incident);
        _ended[incident] = rule?.HoldMinutes > (longest?.HoldMinutes ?? 0) ? rule : longest;
    }

    /// <summary>Whether an alert that was held back has ended.</summary>
    private bool EndHeld(IncomingAlert alert, DateTime at)
    {
        if (_ledger.Held(alert.Key) is not { IsHeld: true } held || alert.StartsAt < held.StartsAt)
        {
            return false;
        }

        held.End(at);
        _ledger.Changed(held);
        return true;
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
    /// Gives alerts without an incident the incident of their group, or a new one for all of it.
    /// </summary>
    private void Settle()
    {
        while (_homeless.Count > 0)
        {
            var route = _homeless[0].Route;
            var isOne = _homeless.TrueForAll(h => h.IsWith(route));
            var group = isOne ? [.. _homeless] : _homeless.FindAll(h => h.IsWith(route));
            _homeless.RemoveAll(h => h.IsWith(route));
            Settle(route, group);
        }
    }

    private void Settle(AlertRoute route, List<Homeless> alerts)
    {
        var later = AddWaiting(route, alerts);
        var open = HomeOf(route);
        var into = open ?? StormOf(route);
        var incident = into ?? OpenIncident(route, alerts);
        foreach (var (alert, own, startsAt, _, index) in alerts.Concat(later))
        {
            Attach(alert, startsAt, incident, own.Rule?.Id);
            if (index >= 0)
            {
                var outcome = into is null ? AlertOutcome.Opened : AlertOutcome.Joined;
                _results[index] = new(outcome, incident, By: AlertRuling.Of(own));
            }
        }

        Remember(route, incident, isJoined: open is not null || later.Count > 0);
        if (open is null)
        {
            StartCountingAgain(alerts, incident);
        }
    }

    /// <summary>
    /// Adds the alerts that waited for an incident of this group.
    /// </summary>
    /// <returns>Those that only attach, which say nothing about a new incident.</returns>
    private List<Homeless> AddWaiting(AlertRoute route, List<Homeless> alerts)
    {
        var later = new List<Homeless>();
        if ((route.Group ?? route.Count) is not { } key)
        {
            return later;
        }

        foreach (var held in _ledger.WaitingFor(key))
        {
            if (alerts.Exists(a => a.Alert.Key == held.Key))
            {
                continue;
            }

            var alert = held.ToIncoming();
            alert.Route = _rules.Route(held, alert);
            var previous = SupersedeHeld(held);
            var waited = new Homeless(alert, alert.Route, held.StartsAt, previous, Index: -1);
            (alert.Route.Rule?.Action == AlertRuleAction.Attach ? later : alerts).Add(waited);
        }

        return later;
    }

    /// <summary>Ends the firing before the one that was held back; returns its incident.</summary>
    private Incident? SupersedeHeld(HeldAlert held)
    {
        if (_ledger.Latest(held.Key) is not { } latest)
        {
            return null;
        }

        var incident = _ledger.IncidentOf(latest);
        Supersede(latest, incident, incident.ResolvedAt ?? held.StartsAt);
        return incident;
    }

    private Incident? HomeOf(AlertRoute route) =>
        route.Group is not null ? _gate.OpenGroup(route)
        : _homes.GetValueOrDefault(route.RuleId) is { IsActive: true } home ? home
        : null;

    /// <summary>The incident that collects a storm; null while there is none.</summary>
    private Incident? StormOf(AlertRoute route)
    {
        if (route.Storm is not { } key || route.Rule is not { StormMinutes: { } minutes } rule)
        {
            return null;
        }

        var storm = _ledger.Group(key);
        var window = TimeSpan.FromMinutes(minutes);
        _ledger.Changed(storm);
        var isOn = _now - storm.LastAt <= window;
        var parent =
            _ledger.Find(storm.IncidentId) is { IsActive: true } open && isOn ? open : null;
        if (parent is null && storm.Count(_now, window) < rule.StormIncidents)
        {
            storm.Add(_now, rule.StormIncidents!.Value);
            return null;
        }

        parent ??= OpenStorm(route);
        storm.Joined(parent.Id, _now);
        return parent;
    }

    private Incident OpenStorm(AlertRoute route)
    {
        var service = route.Context.Service;
        var incident = Open(
            RuleNotices.StormTitle(service),
            Severity.Sev5, // Raised by the alerts that join.
            _now,
            route.Context
        );
        Tell(incident, RuleNotices.Storm(route.Rule!, service));
        return incident;
    }

    /// <summary>Lets later alerts of the group find the incident.</summary>
    private void Remember(AlertRoute route, Incident incident, bool isJoined)
    {
        if (route.Group is { } key)
        {
            var group = _ledger.Group(key);
            group.Joined(incident.Id, _now);
            _ledger.Changed(group);
            if (isJoined)
            {
                Tell(incident, RuleNotices.Joined(route.Rule!));
            }
        }
        else if (_source.Grouping == AlertGrouping.Group)
        {
            _homes[route.RuleId] = incident;
        }
    }

    private void StartCountingAgain(List<Homeless> alerts, Incident incident)
    {
        foreach (var route in alerts.Select(a => a.Route))
        {
            if (route.Count is { } key)
            {
                _ledger.Group(key).ForgetTimes();
                _ledger.Changed(_ledger.Group(key));
                Tell(incident, RuleNotices.Counted(route.Rule!));
            }
        }
    }

    private Incident OpenIncident(AlertRoute route, List<Homeless> alerts)
    {
        var first = alerts[0].Alert;
        var detectedAt = alerts[0].StartsAt;
        var severity = Severity.Sev5;
        var context = new IncidentContext();
        Incident? previous = null;
        foreach (var (alert, own, startsAt, before, _) in alerts)
        {
            detectedAt = startsAt < detectedAt ? startsAt : detectedAt;
            var its = SeverityOf(alert);
            severity = its < severity ? its : severity;
            context = context.Or(own.Rule is null ? alert.Context : own.Context);
            previous =
                before is not null && (previous is null || Precedes(previous, before))
                    ? before
                    : previous;
        }

        return Open(
            alerts.Count == 1 ? first.Title : _body.Title ?? first.Title,
            severity,
            detectedAt,
            _rules.Complete(context.Or(_source.Context)),
            first.Description,
            previous ?? Before(route)
        );
    }

    /// <summary>The last incident of its group.</summary>
    private Incident? Before(AlertRoute route) =>
        route.Group is { } key ? _ledger.Find(_ledger.Group(key).IncidentId) : null;

    private Incident Open(
        string title,
        Severity severity,
        DateTime detectedAt,
        IncidentContext context,
        string? description = null,
        Incident? previous = null
    )
    {
        var incident = Incident.Open(
            new(
                title,
                severity,
                DetectionSource.Alerting,
                detectedAt < _now ? detectedAt : _now,
                context,
                description,
                IsDrill: _source.IsTest,
                SourceId: _source.Id,
                PreviousIncidentId: previous?.Id
            ),
            _now
        );
        _ledger.Open(incident, _source, _traceParent);
        return incident;
    }

    private void Attach(IncomingAlert alert, DateTime startsAt, Incident incident, Guid? rule)
    {
        var change = Touch(incident);
        var held = ReleaseHeld(alert.Key, incident);
        var row = new Alert
        {
            Id = SortableId.New(_now),
            IncidentId = incident.Id,
            Key = alert.Key,
            Fingerprint = alert.Fingerprint,
            RuleId = rule,
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
            Occurrences = Math.Max(1, held),
            LastSeenAt = _now,
        };
        incident.AlertJoined();
        _ledger.Add(row);
        change.Add(row);
        Raise(alert, incident);
    }

    /// <summary>
    /// Notes that an alert is no longer held back. Returns how often it was reported meanwhile.
    /// </summary>
    private int ReleaseHeld(Guid key, Incident incident)
    {
        if (_ledger.Held(key) is not { IsHeld: true } held)
        {
            return 0;
        }

        if (
            held.State == HeldAlertState.Suppressed
            && _rules.Silence(held.SilenceId) is { } silence
        )
        {
            Tell(incident, RuleNotices.Outlasted(held.Title, silence));
        }

        held.Release(incident.Id);
        _ledger.Changed(held);
        return held.Occurrences;
    }

    /// <summary>The severity that the alert gives its incident.</summary>
    private Severity SeverityOf(IncomingAlert alert) =>
        RouteOf(alert).Severity ?? _source.SeverityOf(alert);

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
        if (incident.RaiseByAlert(SeverityOf(alert), by) is { Count: > 0 } lines)
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
        AlertRoute Route,
        DateTime StartsAt,
        Incident? Previous,
        int Index
    )
    {
        /// <summary>Whether they share an incident.</summary>
        public bool IsWith(AlertRoute other) =>
            Route.RuleId == other.RuleId && Route.Group == other.Group;
    }
}
