using Pir.Contracts.Events;

namespace Pir.Contracts.Incidents;

/// <summary>An incident was opened by an alert or by a person.</summary>
/// <param name="Notices">
/// Sentences about what the sender left out and what could not be read.
/// </param>
public sealed record IncidentOpened(
    IncidentState Incident,
    IReadOnlyList<AlertState> Alerts,
    string? SourceName,
    IReadOnlyList<string>? Notices = null
) : IEvent;

/// <summary>
/// Alerts were added to an open incident or changed state. One event per incident and commit,
/// whatever the number of alerts.
/// </summary>
/// <param name="Alerts">May be empty if there are only <paramref name="Notices"/>.</param>
/// <param name="Notices">
/// Sentences about what the sender left out and what could not be read.
/// </param>
public sealed record AlertsAttached(
    IncidentState Incident,
    IReadOnlyList<AlertState> Alerts,
    string? SourceName,
    IReadOnlyList<string>? Notices = null
) : IEvent;

/// <summary>Somebody acknowledged the incident.</summary>
public sealed record IncidentAcknowledged(IncidentState Incident) : IEvent;

/// <summary>Old and new value of one field, as the API writes them.</summary>
public sealed record FieldChange(string Field, string? From, string? To);

/// <summary>A field or a time of the incident was changed or corrected.</summary>
public sealed record IncidentChanged(
    IncidentState Incident,
    IReadOnlyList<FieldChange> Changes,
    string? Reason
) : IEvent;

/// <summary>A role was assigned or handed over.</summary>
/// <param name="Discipline">What a subject matter expert knows.</param>
public sealed record IncidentRoleAssigned(
    IncidentState Incident,
    IncidentRole Role,
    Person Person,
    Person? Previous,
    string? Discipline = null
) : IEvent;

/// <summary>A person asked to join the incident.</summary>
public sealed record IncidentJoinRequested(IncidentState Incident, JoinRequestState Request)
    : IEvent;

/// <summary>A request to join was accepted, declined or withdrawn.</summary>
public sealed record IncidentJoinDecided(IncidentState Incident, JoinRequestState Request) : IEvent;

/// <summary>A task was added to the incident.</summary>
public sealed record IncidentTaskAdded(IncidentState Incident, IncidentTaskState Task) : IEvent;

/// <summary>A task was assigned, done or reopened.</summary>
public sealed record IncidentTaskChanged(
    IncidentState Incident,
    IncidentTaskState Task,
    TaskChange Change
) : IEvent;

/// <summary>An automation rule posted a link to the timeline.</summary>
/// <param name="Text">Its title.</param>
/// <param name="Rule">The name of the rule.</param>
public sealed record IncidentLinkPosted(
    IncidentState Incident,
    string Url,
    string? Text,
    string Rule
) : IEvent;

/// <summary>An automation rule asks to tell somebody about the incident.</summary>
public sealed record IncidentNoticeRequested(IncidentState Incident, NoticeState Notice) : IEvent;

/// <summary>A team or a person was called to the incident.</summary>
public sealed record IncidentEngaged(IncidentState Incident, EngagementState Engagement) : IEvent;

/// <summary>Somebody acknowledged for an engaged team, or an engaged person did.</summary>
public sealed record EngagementAcknowledged(IncidentState Incident, EngagementState Engagement)
    : IEvent;

/// <summary>Nobody acknowledged in time, so the next step of the policy was taken.</summary>
/// <param name="Engagement">Who did not acknowledge.</param>
/// <param name="Step">Who was engaged now.</param>
public sealed record IncidentEscalated(
    IncidentState Incident,
    EngagementState Engagement,
    EscalationTaken Step
) : IEvent;

/// <summary>The impact was recorded or updated.</summary>
public sealed record IncidentImpactRecorded(IncidentState Incident, Impact Impact) : IEvent;

/// <summary>The impact has ended, but the cause may still be there.</summary>
public sealed record IncidentMitigated(IncidentState Incident, string? Note) : IEvent;

/// <summary>The incident is resolved.</summary>
/// <param name="ByAlerts">
/// True if it was resolved by the end of its last alert, as the source's policy says.
/// </param>
public sealed record IncidentResolved(IncidentState Incident, bool ByAlerts, string? Note) : IEvent;

/// <summary>The incident was reopened.</summary>
public sealed record IncidentReopened(
    IncidentState Incident,
    string Reason,
    DateTime PreviousResolvedAt
) : IEvent;

/// <summary>The incident was closed.</summary>
public sealed record IncidentClosed(IncidentState Incident) : IEvent;

/// <summary>
/// The incident was merged into another one as a duplicate. Its alerts belong to the other one from
/// then on. An incident that others were merged into takes them along: they get this event too.
/// </summary>
/// <param name="Alerts">How many alerts it handed over.</param>
public sealed record IncidentMerged(
    IncidentState Incident,
    LinkedIncident Into,
    int Alerts,
    string? Reason
) : IEvent;

/// <summary>A merge was undone: the incident has its status and alerts again.</summary>
public sealed record IncidentUnmerged(
    IncidentState Incident,
    LinkedIncident From,
    int Alerts,
    string? Reason
) : IEvent;

/// <summary>
/// The incident was linked to another one, or another one was merged into it. Each end has an event
/// of its own.
/// </summary>
public sealed record IncidentLinked(IncidentState Incident, LinkedIncident Link) : IEvent;

/// <summary>A link or merge was undone. Each end has an event of its own.</summary>
public sealed record IncidentUnlinked(IncidentState Incident, LinkedIncident Link) : IEvent;

/// <summary>
/// The incident was deleted, with its timeline, review and actions. It is the incident's last
/// event; whoever keeps a copy must delete it.
/// </summary>
public sealed record IncidentDeleted(DeletedIncident Incident) : IEvent;

/// <summary>
/// What is left of a deleted incident: the fields to filter events by, and no text.
/// </summary>
public sealed record DeletedIncident(
    Guid Id,
    int Number,
    string? Service,
    Severity Severity,
    string? Team,
    bool IsSilent
);
