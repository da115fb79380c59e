using Pir.Contracts.Incidents;

namespace Pir.Intake.Domain;

/// <summary>
/// Decides what a delivery means: repeat, re-fire, new incident, end. An alert is known by its source, its fingerprint and the time it began to fire; of each
/// fingerprint only the latest firing can still change.
/// </summary>
public sealed class AlertPlanner(AlertLedger ledger)
{
    /// <summary>Applies one body to the ledger. Bodies applied one by one or many together come to the same.</summary>
    /// <returns>How many of its alerts counted, and how many were stale, suppressed or ended something unknown.</returns>
    public (int Accepted, int Ignored) Apply(
        SourceSettings source,
        IncomingBody body,
        DateTime receivedAt,
        string? traceParent = null
    )
    {
        var delivery = new Delivery(ledger, source, body, receivedAt, traceParent);
        var accepted = 0;
        foreach (var alert in body.Alerts)
        {
            if (delivery.Take(alert))
            {
                accepted++;
            }
        }

        delivery.Finish();
        return (accepted, body.Alerts.Count - accepted);
    }

    /// <summary>One body on its way into the ledger.</summary>
    private sealed class Delivery
    {
        private readonly AlertLedger _ledger;
        private readonly SourceSettings _source;
        private readonly IncomingBody _body;
        private readonly DateTime _now;
        private readonly string? _traceParent;

        /// <summary>Alerts without an active incident, and the one they were in before.</summary>
        private readonly List<(
            IncomingAlert Alert,
            DateTime StartsAt,
            Incident? Previous
        )> _homeless = [];
        private List<Incident>? _ended;

        /// <summary>The incident the unknown alerts of this body join.</summary>
        private Incident? _home;

        public Delivery(
            AlertLedger ledger,
            SourceSettings source,
            IncomingBody body,
            DateTime receivedAt,
            string? traceParent
        )
        {
            (_ledger, _source, _body, _now, _traceParent) = (
                ledger,
                source,
                body,
                receivedAt,
                traceParent
            );
            _home = source.Grouping == AlertGrouping.Group ? FindHome() : null;
        }

        /// <summary>False when the alert is ignored.</summary>
        public bool Take(IncomingAlert alert)
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

            return alert.Status == AlertStatus.Firing ? Fire(alert) : End(alert);
        }

        public void Finish()
        {
            Settle();
            if (!_source.AutoResolve || _ended is null)
            {
                return;
            }

            foreach (var incident in _ended.Where(i => i.IsActive && i.FiringAlertCount == 0))
            {
                _ledger
                    .Touch(incident, _source, _traceParent)
                    .ResolveByAlerts(new(_source.Actor, _now));
            }
        }

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

        private bool Fire(IncomingAlert alert)
        {
            var startsAt = alert.StartsAt <= _now + Incident.ClockTolerance ? alert.StartsAt : null;
            if (_ledger.Latest(alert.Key) is not { } latest)
            {
                _homeless.Add((alert, startsAt ?? _now, null));
                return true;
            }

            var isFiring = latest.Status == AlertStatus.Firing;
            var start = startsAt ?? (isFiring ? latest.StartsAt : Later(_now, latest.StartsAt));
            var incident = _ledger.IncidentOf(latest);
            if (start < latest.StartsAt || (start == latest.StartsAt && !isFiring))
            {
                return false; // Stale: that firing is over.
            }

            return start == latest.StartsAt
                ? Repeat(alert, latest, incident)
                : FireAgain(alert, start, latest, incident);
        }

        private bool Repeat(IncomingAlert alert, Alert latest, Incident incident)
        {
            if (incident.IsActive)
            {
                _ledger.Saw(latest, _now);
                return true;
            }

            // Resolved by hand while the alert still fires.
            if (_now - incident.StatusChangedAt < _source.Suppress)
            {
                return false;
            }

            Supersede(latest, incident, incident.ResolvedAt ?? _now);
            _homeless.Add((alert, latest.StartsAt, incident));
            return true;
        }

        private bool FireAgain(IncomingAlert alert, DateTime start, Alert latest, Incident incident)
        {
            // A fingerprint fires once at a time: the earlier firing ended, even if nobody said so.
            Supersede(latest, incident, start);
            if (incident.IsActive)
            {
                _ledger.Touch(incident, _source, _traceParent).Add(latest);
                Attach(alert, start, incident);
            }
            else
            {
                _homeless.Add((alert, start, incident));
            }

            return true;
        }

        private bool End(IncomingAlert alert)
        {
            if (
                _ledger.Latest(alert.Key) is not { Status: AlertStatus.Firing } latest
                || alert.StartsAt < latest.StartsAt
            )
            {
                return false;
            }

            var incident = _ledger.IncidentOf(latest);
            var change = _ledger.Touch(incident, _source, _traceParent);
            EndFiring(latest, incident, alert.EndsAt is { } at && at < _now ? at : _now);
            latest.LastSeenAt = Later(latest.LastSeenAt, _now);
            change.Add(latest);
            (_ended ??= []).Add(incident);
            return true;
        }

        private void Supersede(Alert latest, Incident incident, DateTime endsAt)
        {
            if (latest.Status == AlertStatus.Firing)
            {
                _ledger.Touch(incident, _source, _traceParent);
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

        /// <summary>Gives the homeless alerts an incident: the body's, or a new one for all of them.</summary>
        private void Settle()
        {
            if (_homeless.Count == 0)
            {
                return;
            }

            var incident = _home is { IsActive: true } ? _home : OpenIncident();
            foreach (var (alert, startsAt, _) in _homeless)
            {
                Attach(alert, startsAt, incident);
            }

            _homeless.Clear();
            _home = _source.Grouping == AlertGrouping.Group ? incident : null;
        }

        private Incident OpenIncident()
        {
            var first = _homeless[0].Alert;
            var detectedAt = _homeless[0].StartsAt;
            var severity = Severity.Sev5;
            Incident? previous = null;
            foreach (var (alert, startsAt, before) in _homeless)
            {
                detectedAt = startsAt < detectedAt ? startsAt : detectedAt;
                var own = SeverityWords.Parse(alert.SeverityWord) ?? _source.DefaultSeverity;
                severity = own < severity ? own : severity;
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
                    _source.Service ?? first.Service,
                    _source.Team ?? first.Team,
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
            var change = _ledger.Touch(incident, _source, _traceParent);
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
                Service = alert.Service,
                StartsAt = startsAt,
                Url = alert.Url,
                RunbookUrl = alert.RunbookUrl,
                Labels = alert.Labels,
                Occurrences = 1,
                LastSeenAt = _now,
            };
            incident.AlertJoined();
            _ledger.Add(row);
            change.Add(row);
        }

        private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
    }
}
