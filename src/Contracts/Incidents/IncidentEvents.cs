using Pir.Contracts.Events;

namespace Pir.Contracts.Incidents;

/// <summary>An incident began: by an alert, or by a person.</summary>
/// <param name="Notices">
/// Sentences about what the sender left out, or what was not understood of what it sent.
/// </param>
public sealed record IncidentOpened(
    IncidentState Incident,
    IReadOnlyList<AlertState> Alerts,
    string? SourceName,
    IReadOnlyList<string>? Notices = null
) : IEvent;

/// <summary>
/// Alerts joined an open incident or changed state in it; one event per incident and commit,
/// however many alerts.
/// </summary>
/// <param name="Alerts">May be none where only <paramref name="Notices"/> are told.</param>
/// <param name="Notices">
/// Sentences about what the sender left out, or what was not understood of what it sent.
/// </param>
public sealed record AlertsAttached(
    IncidentState Incident,
    IReadOnlyList<AlertState> Alerts,
    string? SourceName,
    IReadOnlyList<string>? Notices = null
) : IEvent;

/// <summary>Somebody took it.</summary>
public sealed record IncidentAcknowledged(IncidentState Incident) : IEvent;

/// <summary>Old and new value of one field, in the words of the API.</summary>
public sealed record FieldChange(string Field, string? From, string? To);

/// <summary>Severity, service, team, title or one of its times was changed or corrected.</summary>
public sealed record IncidentChanged(
    IncidentState Incident,
    IReadOnlyList<FieldChange> Changes,
    string? Reason
) : IEvent;

/// <summary>A role was taken or handed over.</summary>
public sealed record IncidentRoleAssigned(
    IncidentState Incident,
    IncidentRole Role,
    Person Person,
    Person? Previous
) : IEvent;

/// <summary>Impact was recorded or refined.</summary>
public sealed record IncidentImpactRecorded(IncidentState Incident, Impact Impact) : IEvent;

/// <summary>It no longer hurts, though it is not yet repaired.</summary>
public sealed record IncidentMitigated(IncidentState Incident, string? Note) : IEvent;

/// <summary>It is over.</summary>
/// <param name="ByAlerts">
/// True when the last alert's end resolved it, by the source's policy.
/// </param>
public sealed record IncidentResolved(IncidentState Incident, bool ByAlerts, string? Note) : IEvent;

/// <summary>It was not over after all.</summary>
public sealed record IncidentReopened(
    IncidentState Incident,
    string Reason,
    DateTime PreviousResolvedAt
) : IEvent;

/// <summary>Its review is published or waived: nothing more will come.</summary>
public sealed record IncidentClosed(IncidentState Incident) : IEvent;
