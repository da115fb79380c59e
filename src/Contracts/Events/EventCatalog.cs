using System.Collections.Frozen;
using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Audit;
using Pir.Contracts.Connections;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Contracts.Events;

/// <summary>One line of the catalogue.</summary>
/// <param name="Name">Versioned name on the wire.</param>
/// <param name="Clr">Record that carries it.</param>
/// <param name="Source">
/// Service that tells it; <see cref="EventCatalog.Everyone"/> where each does.
/// </param>
/// <param name="IsSubscribable">
/// False for what only our own services may hear: the contents of a draft review are for its
/// attendees.
/// </param>
/// <param name="Summary">One sentence for the generated documents.</param>
public sealed record EventDefinition(
    string Name,
    Type Clr,
    string Source,
    bool IsSubscribable,
    string Summary
)
{
    /// <summary>The services that tell it.</summary>
    public IReadOnlyList<string> Producers =>
        Source == EventCatalog.Everyone ? EventCatalog.Services : [Source];
}

/// <summary>
/// The only list of events: stable names, records and producers. Documents, snapshots and
/// subscriptions are made from it.
/// </summary>
public static class EventCatalog
{
    public const string Intake = "incident-intake";
    public const string TimelineService = "timeline";
    public const string Review = "review";
    public const string ActionTracking = "action-tracking";
    public const string Notification = "notification";

    /// <summary>Stands for every service, where each tells the same.</summary>
    public const string Everyone = "every service";

    public static IReadOnlyList<string> Services { get; } =
    [Intake, TimelineService, Review, ActionTracking, Notification];

    public static IReadOnlyList<EventDefinition> All { get; } =
    [
        Define<IncidentOpened>("pir.incident.opened.v1", Intake, "An incident began."),
        Define<AlertsAttached>(
            "pir.incident.alerts-attached.v1",
            Intake,
            "Alerts joined an incident or changed state in it."
        ),
        Define<IncidentAcknowledged>(
            "pir.incident.acknowledged.v1",
            Intake,
            "Somebody took the incident."
        ),
        Define<IncidentChanged>(
            "pir.incident.changed.v1",
            Intake,
            "Severity, service, team, title or a time was changed."
        ),
        Define<IncidentRoleAssigned>(
            "pir.incident.role-assigned.v1",
            Intake,
            "A role was taken or handed over."
        ),
        Define<IncidentImpactRecorded>(
            "pir.incident.impact-recorded.v1",
            Intake,
            "Impact was recorded or refined."
        ),
        Define<IncidentMitigated>(
            "pir.incident.mitigated.v1",
            Intake,
            "The incident no longer hurts."
        ),
        Define<IncidentResolved>("pir.incident.resolved.v1", Intake, "The incident is over."),
        Define<IncidentReopened>(
            "pir.incident.reopened.v1",
            Intake,
            "The incident was not over after all."
        ),
        Define<IncidentClosed>(
            "pir.incident.closed.v1",
            Intake,
            "The incident's review is published or waived."
        ),
        Define<SourceHealthChanged>(
            "pir.source.health-changed.v1",
            Intake,
            "What a source sends can no longer be read, or can be read again."
        ),
        Define<TimelineEntryRecorded>(
            "pir.timeline.entry-recorded.v1",
            TimelineService,
            "A line was added to a timeline."
        ),
        Define<TimelineEntryCorrected>(
            "pir.timeline.entry-corrected.v1",
            TimelineService,
            "A line of a timeline was corrected."
        ),
        Define<ReviewOpened>("pir.review.opened.v1", Review, "A review is open and due."),
        Define<ReviewOwnerAssigned>(
            "pir.review.owner-assigned.v1",
            Review,
            "A review has an owner."
        ),
        Define<ReviewHeld>("pir.review.held.v1", Review, "The review meeting took place."),
        Define<ReviewActionProposed>(
            "pir.review.action-proposed.v1",
            Review,
            "A draft review proposes an action.",
            isSubscribable: false
        ),
        Define<ReviewActionWithdrawn>(
            "pir.review.action-withdrawn.v1",
            Review,
            "A draft review withdrew an action it had proposed.",
            isSubscribable: false
        ),
        Define<ReviewAudienceChanged>(
            "pir.review.audience-changed.v1",
            Review,
            "Who may read a draft review changed.",
            isSubscribable: false
        ),
        Define<ReviewPublished>(
            "pir.review.published.v1",
            Review,
            "A review's first revision is published."
        ),
        Define<ReviewRevised>(
            "pir.review.revised.v1",
            Review,
            "A later revision of a review is published."
        ),
        Define<ReviewWaived>("pir.review.waived.v1", Review, "A review was waived, with a reason."),
        Define<ReviewOverdue>("pir.review.overdue.v1", Review, "A review is past its due time."),
        Define<ActionProposed>("pir.action.proposed.v1", ActionTracking, "An action was proposed."),
        Define<ActionAccepted>(
            "pir.action.accepted.v1",
            ActionTracking,
            "An action has an assignee and a due date."
        ),
        Define<ActionChanged>(
            "pir.action.changed.v1",
            ActionTracking,
            "An action's title, type, assignee or due date changed."
        ),
        Define<ActionCompleted>("pir.action.completed.v1", ActionTracking, "An action is done."),
        Define<ActionDeclined>(
            "pir.action.declined.v1",
            ActionTracking,
            "An action will not be done, with a reason."
        ),
        Define<ActionOverdue>(
            "pir.action.overdue.v1",
            ActionTracking,
            "An action is past its due date."
        ),
        Define<SubscriptionHealthChanged>(
            "pir.subscription.health-changed.v1",
            Notification,
            "What a subscription is sent no longer gets through, or gets through again."
        ),
        Define<AuditEntryRecorded>(
            "pir.audit.entry-recorded.v1",
            Everyone,
            "Somebody did something that the audit log tells of.",
            isSubscribable: false
        ),
    ];

    /// <summary>The events that a service tells.</summary>
    public static IEnumerable<EventDefinition> ToldBy(string service) =>
        All.Where(d => d.Producers.Contains(service, StringComparer.Ordinal));

    private static readonly FrozenDictionary<string, EventDefinition> ByName =
        All.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, EventDefinition> ByType = All.ToFrozenDictionary(
        d => d.Clr
    );

    /// <summary>
    /// The definition of a wire name, or null where we do not know it (a newer producer).
    /// </summary>
    public static EventDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The definition of a record; throws for one that is not in the catalogue.</summary>
    public static EventDefinition Of(Type clr) => ByType[clr];

    /// <summary>
    /// Reads the fact inside an envelope; throws <see cref="JsonException"/> where it does not fit
    /// its record.
    /// </summary>
    public static IEvent Read(EventDefinition definition, JsonElement data) =>
        (IEvent?)data.Deserialize(definition.Clr, EventJson.Options)
        ?? throw new JsonException($"{definition.Name}: data is null.");

    private static EventDefinition Define<T>(
        string name,
        string source,
        string summary,
        bool isSubscribable = true
    )
        where T : IEvent => new(name, typeof(T), source, isSubscribable, summary);
}
