using System.Reflection;
using Pir.Contracts.Api;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain;
using Pir.IncidentIntake.Domain.Rules;
using Pir.IncidentIntake.Webhooks;
using Pir.Platform.Decisions;
using Shouldly;

namespace Pir.IncidentIntake.Tests.Domain;

/// <summary>
/// Sources, deliveries and a store, all in memory: what the writer does around the planner, without
/// a database.
/// </summary>
internal sealed class AlertWorld(
    AlertGrouping grouping = AlertGrouping.Group,
    bool autoResolve = true,
    int suppressMinutes = 0,
    bool useCache = true
)
{
    public static readonly DateTime Noon = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private static readonly MethodInfo Clone = typeof(object).GetMethod(
        "MemberwiseClone",
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;

    private readonly OpenAlertCache? _cache = useCache ? new OpenAlertCache(1_000) : null;
    private readonly Dictionary<Guid, Alert> _alerts = [];
    private readonly Dictionary<Guid, Incident> _incidents = [];
    private readonly Dictionary<Guid, Guid> _latest = [];
    private readonly Dictionary<Guid, AlertGroup> _groups = [];
    private readonly Dictionary<Guid, HeldAlert> _held = [];
    private int _number;

    public SourceSettings Source { get; } =
        new(
            new Guid("01900000-0000-7000-8000-000000000001"),
            SourceKind.Alertmanager,
            "Prometheus",
            new(),
            Severity.Sev3,
            grouping,
            autoResolve,
            TimeSpan.FromMinutes(suppressMinutes),
            IsEnabled: true
        );

    /// <summary>The rules and silences in force.</summary>
    public AlertRulebook Rules { get; set; } = AlertRulebook.Empty;

    /// <summary>Outcomes of the last commit's alerts, in the order of the bodies.</summary>
    public IReadOnlyList<AlertResult> Outcomes { get; private set; } = [];
    public IReadOnlyList<HeldAlert> Held => _held.Values.OrderBy(h => h.FirstSeenAt).ToList();

    public IReadOnlyList<Incident> Incidents => _incidents.Values.OrderBy(i => i.Number).ToList();
    public IReadOnlyList<Alert> Alerts => _alerts.Values.ToList();

    public bool IsLatest(Alert alert) => _latest[alert.Key!.Value] == alert.Id;

    public AlertLedger Last { get; private set; } = new();

    public IncomingAlert Alert(
        string fingerprint,
        AlertSignal signal,
        int? startMinute = 0,
        int? endMinute = null,
        string? severity = null,
        string? title = null,
        string? description = null,
        string? labels = null,
        string? service = null
    ) =>
        new()
        {
            Fingerprint = fingerprint,
            Key = Pir.IncidentIntake.Domain.Alert.KeyOf(Source.Id, fingerprint),
            Signal = signal,
            Title = title ?? fingerprint,
            Description = description,
            Labels = labels,
            Context = new() { Service = service },
            SeverityWord = severity,
            Severity = SeverityWords.Parse(severity),
            StartsAt = startMinute is { } start ? Noon.AddMinutes(start) : null,
            EndsAt = endMinute is { } end ? Noon.AddMinutes(end) : null,
        };

    public IncomingAlert Firing(string fingerprint, int? start = 0, string? severity = null) =>
        Alert(fingerprint, AlertSignal.Firing, start, null, severity);

    public IncomingAlert Acknowledged(string fingerprint, int? start = 0) =>
        Alert(fingerprint, AlertSignal.Acknowledged, start);

    public IncomingAlert Resolved(string fingerprint, int? start = 0, int? end = null) =>
        Alert(fingerprint, AlertSignal.Resolved, start, end);

    /// <summary>One delivery in a commit of its own.</summary>
    public (int Accepted, int Ignored) Deliver(int minute, params IncomingAlert[] alerts) =>
        Commit((minute, alerts))[0];

    /// <summary>Several deliveries in one commit.</summary>
    public List<(int Accepted, int Ignored)> Commit(
        params (int Minute, IncomingAlert[] Alerts)[] deliveries
    ) => Commit([.. deliveries.Select(d => (d.Minute, new IncomingBody(d.Alerts)))]);

    /// <summary>The same with more than alerts in the bodies.</summary>
    public List<(int Accepted, int Ignored)> Commit(
        params (int Minute, IncomingBody Body)[] deliveries
    )
    {
        var group = deliveries
            .Select(d => new IntakeRequest
            {
                Source = Source,
                Body = d.Body,
                ReceivedAt = Noon.AddMinutes(d.Minute),
            })
            .ToList();
        var triage = new RepeatTriage(_cache, group);
        var ledger = new AlertLedger();
        LoadRuleState(ledger);
        Load(ledger, triage.Keys);
        var planner = new AlertPlanner(ledger, Rules);
        var outcomes = new List<AlertResult>();
        var results = group.ConvertAll(r =>
        {
            if (triage.Repeats(r) is { } repeats)
            {
                ledger.Sightings.AddRange(repeats.Select(k => k.Sighting));
                outcomes.AddRange(
                    repeats.Select(k => new AlertResult(AlertOutcome.Repeated, Number: k.Incident))
                );
                return (repeats.Count, 0);
            }

            var applied = planner.Apply(r.Source, r.Body, r.ReceivedAt, null, r.Results);
            outcomes.AddRange(r.Results);
            return applied;
        });
        Store(ledger);
        Outcomes = outcomes;
        return results;
    }

    /// <summary>What the writer does every second.</summary>
    public void CatchUp(int minute)
    {
        var ledger = new AlertLedger();
        LoadRuleState(ledger);
        Load(ledger, [.. _latest.Keys]);
        new AlertPlanner(ledger, Rules).CatchUp(
            Noon.AddMinutes(minute),
            id => id == Source.Id ? Source : null
        );
        Store(ledger);
    }

    private void LoadRuleState(AlertLedger ledger)
    {
        foreach (var group in _groups.Values)
        {
            ledger.Load(Copy(group));
            if (group.IncidentId is { } id && !ledger.Knows(id))
            {
                ledger.Load(Copy(_incidents[id]));
            }
        }

        foreach (var held in _held.Values)
        {
            ledger.Load(Copy(held));
        }
    }

    private void Load(AlertLedger ledger, HashSet<Guid> keys)
    {
        keys.UnionWith(_held.Keys);
        foreach (
            var alert in _latest.Where(l => keys.Contains(l.Key)).Select(l => _alerts[l.Value])
        )
        {
            if (!ledger.Knows(alert.IncidentId))
            {
                ledger.Load(Copy(_incidents[alert.IncidentId]));
            }

            ledger.Load(Copy(alert));
        }
    }

    public void SetByHand(string title, Severity severity, int minute)
    {
        var by = new Stamp(new Actor("user", "u1", "Riley"), Noon.AddMinutes(minute));
        Incidents[^1].Correct(new() { Title = title }, by).IsChange.ShouldBeTrue();
        Incidents[^1].ChangeSeverity(severity, by).IsChange.ShouldBeTrue();
    }

    public void ResolveByHand(int number, int minute)
    {
        var incident = Incidents.Single(i => i.Number == number);
        incident.Resolve(
            null,
            null,
            new(new Actor("user", "u1", "Riley"), Noon.AddMinutes(minute))
        );
        foreach (var alert in _alerts.Values.Where(a => a.IncidentId == incident.Id))
        {
            _cache?.Forget(alert.Key!.Value);
        }
    }

    private void Store(AlertLedger ledger)
    {
        Last = ledger;
        foreach (var change in ledger.Changes)
        {
            if (change.IsNew)
            {
                change.Incident.Number = ++_number;
            }

            _incidents[change.Incident.Id] = Copy(change.Incident);
        }

        foreach (
            var alert in ledger
                .ChangedAlerts.Concat(ledger.RewrittenAlerts)
                .Concat(ledger.NewAlerts)
        )
        {
            _alerts[alert.Id] = Copy(alert);
        }

        foreach (var group in ledger.ChangedGroups)
        {
            (_groups.GetValueOrDefault(group.Key)?.Version ?? 0).ShouldBe(group.StoredVersion);
            _groups[group.Key] = Copy(group);
        }

        foreach (var held in ledger.ChangedHeld)
        {
            (_held.GetValueOrDefault(held.Key)?.Version ?? 0).ShouldBe(held.StoredVersion);
            _held[held.Key] = Copy(held);
        }

        foreach (var (key, alert, before) in ledger.Moved)
        {
            (_latest.TryGetValue(key, out var stored) ? stored : (Guid?)null).ShouldBe(before);
            _latest[key] = alert;
        }

        foreach (var (id, at) in ledger.Sightings)
        {
            _alerts[id].Occurrences++;
            _alerts[id].LastSeenAt = at;
        }

        _cache?.Learn(ledger);
    }

    private static T Copy<T>(T original)
        where T : class => (T)Clone.Invoke(original, null)!;
}
