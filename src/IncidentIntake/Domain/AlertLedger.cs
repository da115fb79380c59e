using System.Runtime.InteropServices;
using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.IncidentIntake.Domain.Rules;
using Pir.Platform.Decisions;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// The known alerts that a group of deliveries refers to, and the group's changes to them. Saves
/// nothing.
/// </summary>
public sealed class AlertLedger
{
    /// <summary>
    /// Temporary numbers of new incidents: higher than every stored one, in the order they opened.
    /// </summary>
    private const int ProvisionalNumbers = 2_000_000_000;

    private readonly Dictionary<Guid, Alert> _latest = [];
    private readonly Dictionary<Guid, Incident> _incidents = [];
    private readonly Dictionary<Guid, IncidentChange> _changes = [];
    private readonly Dictionary<Guid, LatestAlert> _moved = [];
    private readonly Dictionary<Guid, AlertGroup> _groups = [];
    private readonly Dictionary<Guid, HeldAlert> _held = [];
    private readonly HashSet<AlertGroup> _changedGroups = [];
    private readonly HashSet<HeldAlert> _changedHeld = [];
    private readonly HashSet<Alert> _new = [];
    private readonly HashSet<Alert> _changed = [];
    private readonly HashSet<Alert> _rewritten = [];
    private int _opened;

    /// <summary>Alerts to insert.</summary>
    public IReadOnlyCollection<Alert> NewAlerts => _new;

    /// <summary>Stored alerts to update.</summary>
    public IReadOnlyCollection<Alert> ChangedAlerts => _changed;

    /// <summary>
    /// Stored alerts that were reported again with a higher severity: the report replaces them.
    /// </summary>
    public IReadOnlyCollection<Alert> RewrittenAlerts => _rewritten;

    /// <summary>Fingerprints that have a new latest firing.</summary>
    public IReadOnlyCollection<LatestAlert> Moved => _moved.Values;

    /// <summary>
    /// Incidents to insert or update, in the order they were changed; a dictionary without removals
    /// keeps that order.
    /// </summary>
    public IReadOnlyCollection<IncidentChange> Changes => _changes.Values;

    /// <summary>What rules remember, to insert or update.</summary>
    public IReadOnlyCollection<AlertGroup> ChangedGroups => _changedGroups;

    /// <summary>Alerts held back by a rule or silence, to insert or update.</summary>
    public IReadOnlyCollection<HeldAlert> ChangedHeld => _changedHeld;

    /// <summary>Stored alerts that were only seen again.</summary>
    public List<Sighting> Sightings { get; } = [];

    /// <summary>
    /// Adds the stored latest firing of a fingerprint. Its incident must be there already.
    /// </summary>
    public void Load(Alert latest) => _latest[latest.Key!.Value] = latest;

    public void Load(Incident incident) => _incidents[incident.Id] = incident;

    public void Load(AlertGroup group)
    {
        group.StoredVersion = group.Version;
        _groups[group.Key] = group;
    }

    public void Load(HeldAlert held)
    {
        held.StoredVersion = held.Version;
        _held[held.Key] = held;
    }

    public bool Knows(Guid incident) => _incidents.ContainsKey(incident);

    internal Alert? Latest(Guid key) => _latest.GetValueOrDefault(key);

    internal Incident IncidentOf(Alert alert) => _incidents[alert.IncidentId];

    /// <summary>The incident, or the one that it was merged into.</summary>
    internal Incident? Find(Guid? incident)
    {
        var found = incident is { } id ? _incidents.GetValueOrDefault(id) : null;
        return found?.MergedIntoId is { } into ? _incidents.GetValueOrDefault(into) : found;
    }

    /// <summary>Its incidents that are still active without a firing alert.</summary>
    internal IReadOnlyList<Incident> DueAt(DateTime now) =>
        [.. _incidents.Values.Where(i => i.IsDueAt(now)).OrderBy(i => i.Number)];

    /// <summary>What is remembered about a key; a new entry for a new key.</summary>
    internal AlertGroup Group(Guid key)
    {
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups[key] = group = new() { Key = key };
        }

        return group;
    }

    internal void Changed(AlertGroup group)
    {
        if (_changedGroups.Add(group))
        {
            group.Version = group.StoredVersion + 1;
        }
    }

    internal HeldAlert? Held(Guid key) => _held.GetValueOrDefault(key);

    /// <summary>All alerts held back, in the order of their first report.</summary>
    internal IReadOnlyList<HeldAlert> AllHeld => InOrder(_held.Values.Where(h => h.IsHeld));

    /// <summary>Alerts that wait for an incident of this key.</summary>
    internal IReadOnlyList<HeldAlert> WaitingFor(Guid key) =>
        _held.Count == 0
            ? []
            : InOrder(
                _held.Values.Where(h => h.State == HeldAlertState.Waiting && h.GroupKey == key)
            );

    private static IReadOnlyList<HeldAlert> InOrder(IEnumerable<HeldAlert> held) =>
        [.. held.OrderBy(h => h.FirstSeenAt).ThenBy(h => h.Id)];

    internal void Changed(HeldAlert held)
    {
        _held[held.Key] = held;
        if (_changedHeld.Add(held))
        {
            held.Version = held.StoredVersion + 1;
        }
    }

    internal void Open(Incident incident, SourceSettings source, string? traceParent)
    {
        incident.Number = ProvisionalNumbers + _opened++;
        _incidents[incident.Id] = incident;
        _changes[incident.Id] = new(incident, originalVersion: 0, source, traceParent);
    }

    internal IncidentChange Touch(Incident incident, SourceSettings source, string? traceParent)
    {
        if (!_changes.TryGetValue(incident.Id, out var change))
        {
            _changes[incident.Id] = change = new(incident, incident.Version, source, traceParent);
            change.Recount();
        }

        return change;
    }

    internal void Add(Alert alert)
    {
        _new.Add(alert);
        var key = alert.Key!.Value;
        var before = _moved.TryGetValue(key, out var moved)
            ? moved.StoredBefore
            : _latest.GetValueOrDefault(key)?.Id;
        _moved[key] = new(key, alert.Id, before);
        _latest[key] = alert;
    }

    internal void Changed(Alert alert)
    {
        if (!_new.Contains(alert))
        {
            _changed.Add(alert);
        }
    }

    internal void Rewritten(Alert alert)
    {
        if (!_new.Contains(alert))
        {
            _rewritten.Add(alert);
        }
    }

    internal void Saw(Alert alert, DateTime at)
    {
        if (_new.Contains(alert))
        {
            alert.Occurrences++;
            alert.LastSeenAt = at > alert.LastSeenAt ? at : alert.LastSeenAt;
        }
        else
        {
            Sightings.Add(new(alert.Id, at));
        }
    }
}

/// <summary>A fingerprint and its latest firing.</summary>
/// <param name="StoredBefore">
/// The stored firing before; null for a new fingerprint.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LatestAlert(Guid Key, Guid AlertId, Guid? StoredBefore);

/// <summary>An alert was reported firing once more.</summary>
public readonly record struct Sighting(Guid AlertId, DateTime At);

/// <summary>What one group of deliveries does to one incident.</summary>
/// <param name="originalVersion">Its stored version; 0 for a new incident.</param>
public sealed class IncidentChange(
    Incident incident,
    int originalVersion,
    SourceSettings source,
    string? traceParent
)
{
    private readonly List<Alert> _alerts = [];
    private readonly List<FieldChange> _raised = [];
    private readonly List<string> _notices = [];
    private readonly List<IncidentHistory> _history = [];

    public Incident Incident => incident;
    public int OriginalVersion => originalVersion;
    public bool IsNew => originalVersion == 0;
    public SourceSettings Source => source;

    /// <summary>W3C trace context of the delivery that touched it first.</summary>
    public string? TraceParent => traceParent;

    /// <summary>The title before the group changed it.</summary>
    public string TitleBefore { get; } = incident.Title;

    /// <summary>The severity before the group changed it.</summary>
    public Severity SeverityBefore { get; } = incident.Severity;

    /// <summary>Alerts that joined or changed state, each once.</summary>
    public IReadOnlyList<Alert> Alerts => _alerts;

    /// <summary>
    /// Sentences about what is missing from the alerts or could not be read.
    /// </summary>
    public IReadOnlyList<string> Notices => _notices;

    /// <summary>Fields that an alert raised.</summary>
    public IReadOnlyList<FieldChange> Raised => _raised;

    /// <summary>Why they were raised.</summary>
    public string? RaisedBecause { get; private set; }

    /// <summary>
    /// Status before the sender's tool acknowledged it; null if the tool did not.
    /// </summary>
    public IncidentStatus? AcknowledgedFrom { get; private set; }

    /// <summary>Status before the group resolved it; null if the group did not.</summary>
    public IncidentStatus? ResolvedFrom { get; private set; }

    public IReadOnlyList<IncidentHistory> History => _history;

    /// <summary>Whether its alerts changed in a way that an event must report.</summary>
    public bool TellsOfAlerts => IsNew || _alerts.Count > 0 || _notices.Count > 0;

    internal void Add(Alert alert)
    {
        // The new one is almost always the only one or the last of a run.
        if (_alerts.Count == 0 || (_alerts[^1] != alert && !_alerts.Contains(alert)))
        {
            _alerts.Add(alert);
            Recount();
        }
    }

    /// <summary>Notices to add to the timeline.</summary>
    internal void Tell(string notice)
    {
        _notices.Add(notice);
        Recount();
    }

    internal void Raise(IReadOnlyList<IncidentHistory> lines, string because)
    {
        RaisedBecause = because;
        _history.AddRange(lines);
        _raised.AddRange(lines.Select(h => new FieldChange(h.Field, h.From, h.To)));
        Recount();
    }

    internal void AcknowledgeByAlert(Stamp by)
    {
        var before = incident.Status;
        var decision = incident.Acknowledge(null, by);
        if (decision.IsChange)
        {
            AcknowledgedFrom = before;
            _history.AddRange(decision.History.OfType<IncidentHistory>());
            Recount();
        }
    }

    internal void ResolveByAlerts(Stamp by)
    {
        ResolvedFrom = incident.Status;
        _history.AddRange(incident.ResolveByAlerts(by).History.OfType<IncidentHistory>());
        Recount();
    }

    /// <summary>
    /// One version for each event about the change; one for a change without an event.
    /// </summary>
    internal void Recount()
    {
        var events =
            (TellsOfAlerts ? 1 : 0)
            + (_raised.Count > 0 ? 1 : 0)
            + (AcknowledgedFrom is null ? 0 : 1)
            + (ResolvedFrom is null ? 0 : 1);
        incident.Version = originalVersion + Math.Max(1, events);
    }
}
