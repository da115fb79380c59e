using Pir.Contracts.Api;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Contracts.Times;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// An incident: open → acknowledged → mitigated → resolved → closed, and back by reopening. Makes
/// decisions only; the caller saves the state and publishes the event.
/// </summary>
public sealed partial class Incident : IAggregate
{
    private Incident() { }

    public Guid Id { get; private init; }
    public int Number { get; internal set; }
    public string Title { get; private set; } = "";
    public string? Description { get; private set; }
    public Severity Severity { get; private set; }
    public IncidentStatus Status { get; private set; }
    public string? Service { get; private set; }
    public string? Team { get; private set; }
    public string? Environment { get; private set; }

    /// <summary>The service, team and environment it affects.</summary>
    public IncidentContext Context
    {
        get =>
            new()
            {
                Service = Service,
                Team = Team,
                Environment = Environment,
            };
        private set =>
            (Service, Team, Environment) = (value.Service, value.Team, value.Environment);
    }
    public DetectionSource DetectionSource { get; private init; }
    public DateTime DetectedAt { get; private set; }
    public DateTime? ImpactStartedAt { get; private set; }
    public DateTime? AcknowledgedAt { get; private set; }
    public DateTime? MitigatedAt { get; private set; }
    public DateTime? ResolvedAt { get; private set; }
    public DateTime OpenedAt { get; private init; }

    /// <summary>When the last reopening was recorded.</summary>
    public DateTime? ReopenedAt { get; private set; }

    /// <summary>
    /// When the last change of status was recorded, which may be long after it happened.
    /// </summary>
    public DateTime StatusChangedAt { get; private set; }
    public Guid? PreviousIncidentId { get; private init; }
    public Guid? SourceId { get; private init; }
    public bool IsDrill { get; private init; }

    /// <summary>Whether its events are not sent to subscribers.</summary>
    public bool IsSilent { get; private init; }
    public IReadOnlyList<RoleAssignment> Roles { get; private set; } = [];
    public Impact? Impact { get; private set; }
    public int AlertCount { get; private set; }
    public int FiringAlertCount { get; private set; }

    /// <summary>
    /// The latest end among its alerts: the time the incident is resolved at when the last of them
    /// ends.
    /// </summary>
    public DateTime? LastAlertEndedAt { get; private set; }

    /// <summary>
    /// When it is resolved if no alert fires again until then; null if none has to be waited for.
    /// </summary>
    public DateTime? ResolveDueAt { get; private set; }

    /// <summary>Whether a person chose the severity; alerts then no longer change it.</summary>
    public bool IsSeverityChosen { get; private set; }

    /// <summary>Whether a person chose the title.</summary>
    public bool IsTitleChosen { get; private set; }

    /// <summary>
    /// What its sources left out and what could not be read; one sentence a line, null for none.
    /// </summary>
    public string? Notices { get; private set; }
    public int Version { get; set; }

    /// <summary>True until it is resolved.</summary>
    public bool IsActive => Status.IsActive();

    /// <summary>Whether its alerts ended so long ago that it is to be resolved.</summary>
    internal bool IsDueAt(DateTime now) => IsActive && FiringAlertCount == 0 && ResolveDueAt <= now;

    /// <summary>Its reference, e.g. <c>INC-42</c>.</summary>
    public string Reference => Pir.Contracts.References.Reference.OfIncident(Number);

    /// <summary>
    /// Opens an incident. The caller has validated the facts with <see cref="Check"/>.
    /// </summary>
    public static Incident Open(NewIncident facts, DateTime now) =>
        new()
        {
            Id = facts.Id ?? SortableId.New(now),
            Title = facts.Title,
            Description = facts.Description,
            Severity = facts.Severity,
            Status = IncidentStatus.Open,
            Context = facts.Context,
            DetectionSource = facts.DetectionSource,
            DetectedAt = facts.DetectedAt,
            ImpactStartedAt = facts.ImpactStartedAt,
            OpenedAt = now,
            StatusChangedAt = now,
            PreviousIncidentId = facts.PreviousIncidentId,
            SourceId = facts.SourceId,
            IsDrill = facts.IsDrill,
            IsSilent = facts.IsSilent,
            Version = 1,
        };

    /// <summary>The field and rule that a new incident's times break, or null.</summary>
    public static (string Field, string Rule)? Check(NewIncident facts, DateTime now) =>
        InFuture("detectedAt", facts.DetectedAt, now)
        ?? InFuture("impactStartedAt", facts.ImpactStartedAt, now);

    /// <summary>The incident as events carry it.</summary>
    public IncidentState ToState() =>
        new(Context)
        {
            Id = Id,
            Number = Number,
            Title = Title,
            Severity = Severity,
            Status = Status,
            DetectionSource = DetectionSource,
            DetectedAt = DetectedAt,
            ImpactStartedAt = ImpactStartedAt,
            AcknowledgedAt = AcknowledgedAt,
            MitigatedAt = MitigatedAt,
            ResolvedAt = ResolvedAt,
            OpenedAt = OpenedAt,
            PreviousIncidentId = PreviousIncidentId,
            MergedInto = MergedInto,
            IsDrill = IsDrill,
            IsSilent = IsSilent,
            Roles = Roles,
            Impact = Impact,
        };

    /// <summary>The incident as the event of its deletion carries it.</summary>
    public DeletedIncident ToDeleted() =>
        new(Id, Number, Context.Service, Severity, Context.Team, IsSilent);

    /// <summary>
    /// Acknowledges it. If it is already mitigated, only the time is recorded.
    /// </summary>
    public Decision Acknowledge(DateTime? at, Stamp by)
    {
        if (Status != IncidentStatus.Open && AcknowledgedAt is { } before)
        {
            return Already("acknowledged", before, at);
        }

        if (!IsActive)
        {
            return NotFrom("acknowledged");
        }

        var time = at ?? AcknowledgedAt ?? by.At;
        if (CheckTimes(new() { AcknowledgedAt = time }, by.At) is { } wrong)
        {
            return Decision.Invalid(wrong.Field, wrong.Rule);
        }

        var history = new List<IncidentHistory>();
        if (Status == IncidentStatus.Open)
        {
            history.Add(Move(IncidentStatus.Acknowledged, by));
        }

        AcknowledgedAt = Keep(history, "acknowledgedAt", AcknowledgedAt, time, by);
        return Decision.Changed(new IncidentAcknowledged(ToState()), time).Keeping(history);
    }

    /// <summary>Marks it as mitigated.</summary>
    public Decision Mitigate(DateTime? at, string? note, Stamp by)
    {
        if (MitigatedAt is { } before)
        {
            return Already("mitigated", before, at);
        }

        if (!IsActive)
        {
            return NotFrom("mitigated");
        }

        var time = at ?? by.At;
        if (CheckTimes(new() { MitigatedAt = time }, by.At) is { } wrong)
        {
            return Decision.Invalid(wrong.Field, wrong.Rule);
        }

        var history = new List<IncidentHistory> { Move(IncidentStatus.Mitigated, by) };
        MitigatedAt = Keep(history, "mitigatedAt", MitigatedAt, time, by);
        return Decision.Changed(new IncidentMitigated(ToState(), note), time).Keeping(history);
    }

    /// <summary>Resolves it.</summary>
    /// <param name="stillFiring">
    /// Titles of some of its firing alerts, if that matters; null to resolve it all the same.
    /// </param>
    public Decision Resolve(
        DateTime? at,
        string? note,
        Stamp by,
        IReadOnlyList<string>? stillFiring = null
    )
    {
        if (!IsActive)
        {
            return Already("resolved", ResolvedAt ?? by.At, at);
        }

        if (stillFiring is not null && FiringAlertCount > 0)
        {
            return Decision.Conflict(
                "alerts-firing",
                Words.StillFiring(FiringAlertCount, stillFiring)
            );
        }

        var time = at ?? by.At;
        if (CheckTimes(new() { ResolvedAt = time }, by.At) is { } wrong)
        {
            return Decision.Invalid(wrong.Field, wrong.Rule);
        }

        return Resolve(time, byAlerts: false, note, by);
    }

    /// <summary>
    /// A repeated request changes nothing. One with another time is refused with a hint where to
    /// correct times, so that it is not ignored silently.
    /// </summary>
    private static Decision Already(string what, DateTime before, DateTime? at) =>
        at is null || at == before
            ? Decision.Nothing
            : Decision.Conflict(
                "already-" + what,
                $"The incident was {what} at {before:yyyy-MM-dd'T'HH:mm:ss'Z'}. To correct that "
                    + "time, send a PATCH to the incident."
            );

    /// <summary>
    /// Resolves it because its last alert ended, if the source's policy says so.
    /// </summary>
    internal Decision ResolveByAlerts(Stamp by)
    {
        var time = LastAlertEndedAt ?? by.At;
        time = Latest(time, Latest(DetectedAt, MitigatedAt ?? DetectedAt));
        return Resolve(time < by.At ? time : by.At, byAlerts: true, note: null, by);
    }

    /// <summary>Reopens it.</summary>
    public Decision Reopen(string reason, Stamp by)
    {
        if (IsActive)
        {
            return ReopenedAt is not null ? Decision.Nothing : NotFrom("reopened");
        }

        var resolvedAt = ResolvedAt ?? by.At;
        var history = new List<IncidentHistory> { Move(IncidentStatus.Open, by) };
        ResolvedAt = Keep(history, "resolvedAt", ResolvedAt, null, by);
        MitigatedAt = Keep(history, "mitigatedAt", MitigatedAt, null, by);
        ReopenedAt = by.At;
        return Decision
            .Changed(new IncidentReopened(ToState(), reason, resolvedAt), by.At)
            .Keeping(history);
    }

    /// <summary>Closes it.</summary>
    /// <param name="hasOpenReview">Whether it has a review not yet published or waived.</param>
    public Decision Close(bool hasOpenReview, Stamp by)
    {
        if (Status == IncidentStatus.Closed)
        {
            return Decision.Nothing;
        }

        string?[] missing = [IsActive ? "resolvedAt" : null, hasOpenReview ? "review" : null];
        if (missing.OfType<string>().ToList() is { Count: > 0 } known)
        {
            return Decision.Conflict(
                IsActive ? "invalid-transition" : "review-open",
                Words.MissingToClose(Status, hasOpenReview),
                known
            );
        }

        var history = Move(IncidentStatus.Closed, by);
        return Decision.Changed(new IncidentClosed(ToState()), by.At).Keeping([history]);
    }

    /// <summary>
    /// Assigns a role: one person per role, except for subject matter experts and responders.
    /// </summary>
    /// <param name="discipline">What a subject matter expert knows.</param>
    public Decision Assign(IncidentRole role, Person person, Stamp by, string? discipline = null)
    {
        if (Status == IncidentStatus.Closed)
        {
            return IsClosed();
        }

        var known = discipline.TrimmedOrNull();
        if (Roles.Any(r => r.Role == role && r.Person == person && r.Discipline == known))
        {
            return Decision.Nothing;
        }

        var isShared = role is IncidentRole.SubjectMatterExpert or IncidentRole.Responder;
        var previous = isShared ? null : Roles.FirstOrDefault(r => r.Role == role)?.Person;
        // The same person as an expert for something else is still one expert.
        Roles =
        [
            .. Roles.Where(r => r.Role != role || (isShared && r.Person != person)),
            new(role, person, by.At, known),
        ];
        var history = IncidentHistory.Of(
            Id,
            Words.Of(role),
            previous?.Name,
            known is null ? person.Name : $"{person.Name} ({known})",
            by
        );
        return Decision
            .Changed(new IncidentRoleAssigned(ToState(), role, person, previous, known), by.At)
            .Keeping([history]);
    }

    /// <summary>
    /// Records or refines its impact on customers and the business; replaces the impact as a whole.
    /// </summary>
    public Decision RecordImpact(Impact impact, Stamp by)
    {
        if (Status == IncidentStatus.Closed)
        {
            return IsClosed();
        }

        if (impact == Impact)
        {
            return Decision.Nothing;
        }

        var wrong =
            InFuture("startedAt", impact.StartedAt, by.At)
            ?? InFuture("endedAt", impact.EndedAt, by.At);
        if (wrong is { } known)
        {
            return Decision.Invalid(known.Field, known.Rule);
        }

        if (impact.EndedAt < impact.StartedAt)
        {
            return Decision.Invalid("endedAt", "must not be before startedAt");
        }

        if (CheckWindows(impact, by.At) is { } window)
        {
            return Decision.Invalid(window.Field, window.Rule);
        }

        var history = IncidentHistory.Of(Id, "impact", Words.Of(Impact), Words.Of(impact), by);
        Impact = impact;
        return Decision
            .Changed(new IncidentImpactRecorded(ToState(), impact), by.At)
            .Keeping([history]);
    }

    private static (string Field, string Rule)? CheckWindows(Impact impact, DateTime now) =>
        impact
            .Windows.Select(
                (w, i) =>
                    InFuture($"windows[{i}].from", w.From, now)
                    ?? InFuture($"windows[{i}].to", w.To, now)
                    ?? (w.To < w.From ? ($"windows[{i}].to", "must not be before from") : null)
            )
            .FirstOrDefault(wrong => wrong is not null);

    /// <summary>
    /// Changes or corrects fields and times: one event, and one history line per changed field.
    /// </summary>
    public Decision Correct(IncidentCorrection wanted, Stamp by)
    {
        if (Status == IncidentStatus.Closed)
        {
            return IsClosed();
        }

        if (CheckCorrection(wanted, by.At) is { } wrong)
        {
            return Decision.Invalid(wrong.Field, wrong.Rule);
        }

        var history = new List<IncidentHistory>();
        Title = Keep(history, "title", Title, wanted.Title, by) ?? Title;
        IsTitleChosen |= history.Count > 0;
        Context = Keep(history, Context.With(wanted), by);
        DetectedAt =
            Keep(history, "detectedAt", DetectedAt, wanted.DetectedAt ?? DetectedAt, by)
            ?? DetectedAt;
        ImpactStartedAt = Keep(
            history,
            "impactStartedAt",
            ImpactStartedAt,
            wanted.ImpactStartedAt ?? ImpactStartedAt,
            by
        );
        AcknowledgedAt = Keep(
            history,
            "acknowledgedAt",
            AcknowledgedAt,
            wanted.AcknowledgedAt ?? AcknowledgedAt,
            by
        );
        MitigatedAt = Keep(
            history,
            "mitigatedAt",
            MitigatedAt,
            wanted.MitigatedAt ?? MitigatedAt,
            by
        );
        ResolvedAt = Keep(history, "resolvedAt", ResolvedAt, wanted.ResolvedAt ?? ResolvedAt, by);
        return Changed(history, by);
    }

    /// <summary>
    /// A person sets the severity; alerts no longer change it from then on.
    /// </summary>
    public Decision ChangeSeverity(Severity wanted, Stamp by)
    {
        if (Status == IncidentStatus.Closed)
        {
            return IsClosed();
        }

        IsSeverityChosen = true;
        if (wanted == Severity)
        {
            return Decision.Nothing;
        }

        var line = IncidentHistory.Of(Id, "severity", Severity.ToWord(), wanted.ToWord(), by);
        Severity = wanted;
        return Changed([line], by);
    }

    internal void AlertJoined()
    {
        AlertCount++;
        FiringAlertCount++;
        ResolveDueAt = null;
    }

    /// <summary>Stays active for a while, because its alert may fire again.</summary>
    internal void HoldUntil(DateTime at) => ResolveDueAt = at;

    internal void AlertEnded(DateTime at)
    {
        FiringAlertCount--;
        LastAlertEndedAt = Latest(LastAlertEndedAt ?? at, at);
    }

    /// <summary>
    /// Raises the severity because an alert is more severe, unless a person chose the severity.
    /// </summary>
    internal IReadOnlyList<IncidentHistory> RaiseByAlert(Severity severity, Stamp by)
    {
        if (IsSeverityChosen || severity >= Severity)
        {
            return [];
        }

        var line = IncidentHistory.Of(Id, "severity", Severity.ToWord(), severity.ToWord(), by);
        Severity = severity;
        return [line];
    }

    /// <summary>Follows a new title of the alert it is named after.</summary>
    internal IReadOnlyList<IncidentHistory> RenameByAlert(string from, string to, Stamp by)
    {
        if (IsTitleChosen || Title != from || from == to)
        {
            return [];
        }

        Title = to;
        return [IncidentHistory.Of(Id, "title", from, to, by)];
    }

    /// <summary>Stores a sentence about its alerts.</summary>
    /// <returns>False if it is stored already.</returns>
    internal bool Note(string notice)
    {
        // Each notice is one line.
        var line = Words.OneLine(notice);
        var lines = Notices?.Split('\n') ?? [];
        if (
            lines.Contains(line, StringComparer.Ordinal)
            || (Notices?.Length ?? 0) + line.Length + 1 > TextLengths.Notices
        )
        {
            return false;
        }

        Notices = string.Join('\n', [.. lines, line]);
        return true;
    }

    private Decision Resolve(DateTime time, bool byAlerts, string? note, Stamp by)
    {
        var history = new List<IncidentHistory> { Move(IncidentStatus.Resolved, by) };
        ResolveDueAt = null;
        ResolvedAt = Keep(history, "resolvedAt", ResolvedAt, time, by);
        return Decision
            .Changed(new IncidentResolved(ToState(), byAlerts, note), time)
            .Keeping(history);
    }

    /// <summary>The decision for changes that were made already, told in one event.</summary>
    internal Decision Changed(IReadOnlyList<object> history, Stamp by) =>
        Changed([.. history.Cast<IncidentHistory>()], by);

    private Decision Changed(List<IncidentHistory> history, Stamp by)
    {
        if (history.Count == 0)
        {
            return Decision.Nothing;
        }

        var changes = history.ConvertAll(h => new FieldChange(h.Field, h.From, h.To));
        return Decision
            .Changed(new IncidentChanged(ToState(), changes, by.Reason), by.At)
            .Keeping(history);
    }

    private IncidentContext Keep(List<IncidentHistory> history, IncidentContext to, Stamp by)
    {
        foreach (var field in IncidentContext.Fields)
        {
            Keep(history, field.Name, field.Of(Context), field.Of(to), by);
        }

        return to;
    }

    private IncidentHistory Move(IncidentStatus to, Stamp by)
    {
        var history = IncidentHistory.Of(Id, "status", Words.Of(Status), Words.Of(to), by);
        Status = to;
        StatusChangedAt = by.At;
        return history;
    }

    private DateTime? Keep(
        List<IncidentHistory> history,
        string field,
        DateTime? from,
        DateTime? to,
        Stamp by
    )
    {
        if (from != to)
        {
            history.Add(IncidentHistory.Of(Id, field, Words.Of(from), Words.Of(to), by));
        }

        return to;
    }

    private string? Keep(
        List<IncidentHistory> history,
        string field,
        string? from,
        string? to,
        Stamp by
    )
    {
        var value = to.TrimmedOrNull();
        if (field == "title" && value is null)
        {
            return from;
        }

        if (from != value)
        {
            history.Add(IncidentHistory.Of(Id, field, from, value, by));
        }

        return value;
    }

    private (string Field, string Rule)? CheckCorrection(IncidentCorrection wanted, DateTime now)
    {
        if (wanted.AcknowledgedAt is not null && AcknowledgedAt is null)
        {
            return ("acknowledgedAt", "can be corrected once the incident is acknowledged");
        }

        if (wanted.MitigatedAt is not null && MitigatedAt is null)
        {
            return ("mitigatedAt", "can be corrected once the incident is mitigated");
        }

        if (wanted.ResolvedAt is not null && ResolvedAt is null)
        {
            return ("resolvedAt", "can be corrected once the incident is resolved");
        }

        return CheckTimes(wanted, now);
    }

    /// <summary>
    /// The rules of times: the same for every transition, for a correction and for an import.
    /// </summary>
    private (string Field, string Rule)? CheckTimes(IncidentCorrection wanted, DateTime now) =>
        InFuture("detectedAt", wanted.DetectedAt, now)
        ?? InFuture("impactStartedAt", wanted.ImpactStartedAt, now)
        ?? InFuture("acknowledgedAt", wanted.AcknowledgedAt, now)
        ?? InFuture("mitigatedAt", wanted.MitigatedAt, now)
        ?? InFuture("resolvedAt", wanted.ResolvedAt, now)
        ?? CheckOrder(wanted);

    /// <summary>Names the requested field, not the one it conflicts with.</summary>
    private (string Field, string Rule)? CheckOrder(IncidentCorrection wanted)
    {
        (string Name, DateTime? Wanted, DateTime? Value)[] times =
        [
            ("detectedAt", wanted.DetectedAt, wanted.DetectedAt ?? DetectedAt),
            ("acknowledgedAt", wanted.AcknowledgedAt, wanted.AcknowledgedAt ?? AcknowledgedAt),
            ("mitigatedAt", wanted.MitigatedAt, wanted.MitigatedAt ?? MitigatedAt),
            ("resolvedAt", wanted.ResolvedAt, wanted.ResolvedAt ?? ResolvedAt),
        ];
        // Acknowledgement may come after mitigation. Everything comes after detection and before
        // resolution.
        (int First, int Second)[] order = [(0, 1), (0, 2), (0, 3), (1, 3), (2, 3)];
        foreach (var (first, second) in order)
        {
            var (earlier, later) = (times[first], times[second]);
            if (
                earlier.Value <= later.Value
                || earlier.Value is null
                || later.Value is null
                || (earlier.Wanted ?? later.Wanted) is null
            )
            {
                continue;
            }

            return later.Wanted is not null
                ? (later.Name, $"must not be before {earlier.Name}")
                : (earlier.Name, $"must not be after {later.Name}");
        }

        return null;
    }

    private static (string Field, string Rule)? InFuture(
        string field,
        DateTime? time,
        DateTime now
    ) => TimeRules.IsFuture(time, now) ? (field, "must not be in the future") : null;

    private static DateTime Latest(DateTime a, DateTime b) => a > b ? a : b;

    private Decision NotFrom(string wanted) =>
        Decision.Conflict("invalid-transition", Words.NotFrom(Status, wanted));

    private static Decision IsClosed() =>
        Decision.Conflict("invalid-transition", "The incident is closed. Reopen it to change it.");
}

/// <summary>The facts to open an incident with.</summary>
/// <param name="IsDetectionGiven">False if <c>DetectedAt</c> is just the current time.</param>
public sealed record NewIncident(
    string Title,
    Severity Severity,
    DetectionSource DetectionSource,
    DateTime DetectedAt,
    IncidentContext Context,
    string? Description = null,
    DateTime? ImpactStartedAt = null,
    bool IsDrill = false,
    Guid? SourceId = null,
    Guid? PreviousIncidentId = null,
    Guid? Id = null,
    bool IsSilent = false,
    bool IsDetectionGiven = true
);
