using System.Globalization;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Contracts.Timeline;

namespace Pir.Timelines.Domain;

/// <summary>Writes timeline entries for an incident's events.</summary>
public static class IncidentNarrator
{
    private const int AlertsNamed = 5;

    /// <param name="previousNumber">
    /// Number of the resolved incident that this one follows, if known.
    /// </param>
    public static IReadOnlyList<Line> Tell(IEvent fact, Actor actor, int? previousNumber = null) =>
        fact switch
        {
            IncidentOpened e =>
            [
                new(TimelineEntryKind.StatusChange, Opened(e, previousNumber)),
                .. Told(e.Notices),
            ],
            AlertsAttached e => [.. Attached(e), .. Told(e.Notices)],
            IncidentAcknowledged =>
            [
                new(TimelineEntryKind.StatusChange, $"Acknowledged by {actor.Name}."),
            ],
            IncidentChanged e => [.. e.Changes.Select(change => Changed(change, e.Reason))],
            IncidentRoleAssigned e => [new(TimelineEntryKind.Action, RoleAssigned(e))],
            IncidentEngaged or EngagementAcknowledged or IncidentEscalated =>
            [
                new(TimelineEntryKind.Communication, EngagementNarrator.Tell(fact, actor)),
            ],
            IncidentJoinRequested or IncidentJoinDecided =>
            [
                new(TimelineEntryKind.Communication, JoiningNarrator.Tell(fact, actor)),
            ],
            IncidentTaskAdded or IncidentTaskChanged =>
            [
                new(TimelineEntryKind.Action, TaskNarrator.Tell(fact, actor)),
            ],
            IncidentLinkPosted or IncidentNoticeRequested =>
            [
                new(TimelineEntryKind.Communication, AutomationNarrator.Tell(fact)),
            ],
            IncidentImpactRecorded e => [new(TimelineEntryKind.ImpactChange, Impact(e.Impact))],
            IncidentMitigated e =>
            [
                new(TimelineEntryKind.StatusChange, $"Mitigated by {actor.Name}.{After(e.Note)}"),
            ],
            IncidentResolved e => [new(TimelineEntryKind.StatusChange, Resolved(e, actor))],
            IncidentReopened e => [new(TimelineEntryKind.StatusChange, Reopened(e, actor))],
            IncidentMerged or IncidentUnmerged or IncidentLinked or IncidentUnlinked =>
            [
                new(TimelineEntryKind.StatusChange, LinkNarrator.Tell(fact, actor)),
            ],
            IncidentClosed => [new(TimelineEntryKind.StatusChange, "Closed: the review is done.")],
            _ => [],
        };

    private static string Opened(IncidentOpened e, int? previousNumber)
    {
        var incident = e.Incident;
        var what = incident.IsDrill ? "Drill" : "Incident";
        var where = incident.Service is { Length: > 0 } service ? $" for {service}" : "";
        var how =
            e.Alerts.Count > 0
                ? Alerts(e.Alerts, "fired", e.SourceName)
                : Detection(incident.DetectionSource);
        var again =
            incident.PreviousIncidentId is null ? ""
            : previousNumber is { } number ? $" It follows INC-{number}, which was resolved."
            : " It follows an incident that was resolved.";
        return $"{what} opened as {incident.Severity.InWords()}{where}: "
            + $"{Sentence(incident.Title)} {how}{again}";
    }

    private static string Detection(DetectionSource source) =>
        source switch
        {
            DetectionSource.Monitoring => "Detected by monitoring.",
            DetectionSource.Alerting => "Detected by an alert.",
            DetectionSource.CustomerReport => "Reported by a customer.",
            _ => "Reported by the team.",
        };

    private static IEnumerable<Line> Attached(AlertsAttached e)
    {
        var byStatus = e.Alerts.ToLookup(a => a.Status);
        if (byStatus[AlertStatus.Firing].ToList() is { Count: > 0 } firing)
        {
            yield return new(TimelineEntryKind.Alert, Alerts(firing, "fired", e.SourceName));
        }

        if (byStatus[AlertStatus.Resolved].ToList() is { Count: > 0 } resolved)
        {
            yield return new(TimelineEntryKind.Alert, Alerts(resolved, "resolved", e.SourceName));
        }
    }

    /// <summary>Notices about the alerts become entries too.</summary>
    private static IEnumerable<Line> Told(IReadOnlyList<string>? notices) =>
        (notices ?? []).Select(n => new Line(TimelineEntryKind.Alert, Sentence(n)));

    private static string Alerts(IReadOnlyList<AlertState> alerts, string verb, string? source)
    {
        var from = source is { Length: > 0 } ? $" ({source})" : "";
        if (alerts is [var only])
        {
            // The description says what was wrong while the alert fired.
            var isNew = only.Status == AlertStatus.Firing && only.Description != only.Title;
            var description = isNew ? only.Description : null;
            return $"Alert {verb}{from}: {Sentence(only.Title)}{After(description)}";
        }

        var names = alerts.Select(a => a.Title).Distinct(StringComparer.Ordinal).ToList();
        var more = names.Count > AlertsNamed ? $" and {names.Count - AlertsNamed} more" : "";
        return Sentence(
            $"{alerts.Count} alerts {verb}{from}: "
                + $"{string.Join(", ", names.Take(AlertsNamed))}{more}"
        );
    }

    private static Line Changed(FieldChange change, string? reason)
    {
        var kind =
            change.Field == "impactStartedAt"
                ? TimelineEntryKind.ImpactChange
                : TimelineEntryKind.StatusChange;
        return new(kind, FieldNarrator.Tell(change) + After(reason));
    }

    private static string RoleAssigned(IncidentRoleAssigned e)
    {
        var role = RoleName(e.Role);
        return e.Previous is { } previous && previous != e.Person
            ? $"{char.ToUpperInvariant(role[0])}{role[1..]} handed over from {previous.Name} to "
                + $"{e.Person.Name}."
            : $"{e.Person.Name} is {role}{(e.Discipline is { } d ? $" for {d.Isolated()}" : "")}.";
    }

    internal static string RoleName(IncidentRole role) =>
        role switch
        {
            IncidentRole.IncidentCommander => "incident commander",
            IncidentRole.Scribe => "scribe",
            IncidentRole.CommunicationsLead => "communications lead",
            IncidentRole.Liaison => "liaison",
            IncidentRole.OperationsLead => "operations lead",
            IncidentRole.SubjectMatterExpert => "subject matter expert",
            _ => "responder",
        };

    private static string Impact(Impact impact)
    {
        string?[] parts =
        [
            Named("Customers", impact.Customers),
            Named("Operations", impact.Operations),
            Named("Availability", impact.Availability),
            impact.CustomersAffected is { } affected
                ? $"{Count(affected, "customer")} affected"
                : null,
            impact.CustomersReported is { } reported
                ? $"{Count(reported, "customer")} reported it"
                : null,
            impact.FunctionalSeverity is { } function ? Function(function) : null,
            impact.StartedAt is { } from ? $"From {from.InWords()}" : null,
            impact.EndedAt is { } until ? $"Until {until.InWords()}" : null,
        ];
        var known = parts.OfType<string>().Select(Sentence).ToList();
        return known.Count == 0 ? "Impact cleared." : $"Impact recorded. {string.Join(' ', known)}";
    }

    private static string Function(FunctionalSeverity function) =>
        function switch
        {
            FunctionalSeverity.None => "Everything worked",
            FunctionalSeverity.Degraded => "Service degraded",
            FunctionalSeverity.PartialOutage => "Partial outage",
            _ => "Full outage",
        };

    private static string? Named(string name, string? value) =>
        string.IsNullOrWhiteSpace(value) ? null : $"{name}: {value.Trim()}";

    private static string Count(int count, string noun) =>
        count.ToString(CultureInfo.InvariantCulture) + (count == 1 ? $" {noun}" : $" {noun}s");

    private static string Resolved(IncidentResolved e, Actor actor) =>
        (e.ByAlerts ? "Resolved: the last alert ended." : $"Resolved by {actor.Name}.")
        + After(e.Note);

    private static string Reopened(IncidentReopened e, Actor actor) =>
        $"Reopened by {actor.Name}: {Sentence(e.Reason)} It was resolved at "
        + $"{e.PreviousResolvedAt.InWords()}.";

    private static string InWords(this Severity severity) => severity.ToWord().ToUpperInvariant();

    /// <summary>The text with a full stop if it has no end mark.</summary>
    internal static string Sentence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length > 0 && trimmed[^1] is '.' or '!' or '?' or '…'
            ? trimmed.Isolated()
            : trimmed.Isolated() + ".";
    }

    /// <summary>A sentence to follow another; empty if there is no text.</summary>
    internal static string After(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : " " + Sentence(text);
}
