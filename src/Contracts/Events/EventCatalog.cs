using System.Collections.Frozen;
using System.Text.Json;
using Pir.Contracts.Actions;
using Pir.Contracts.Audit;
using Pir.Contracts.Connections;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;
using Pir.Contracts.Timeline;

namespace Pir.Contracts.Events;

/// <summary>One entry of the catalogue.</summary>
/// <param name="Name">Versioned name on the wire.</param>
/// <param name="Clr">The record with its data.</param>
/// <param name="Source">
/// The service that publishes it; <see cref="EventCatalog.Everyone"/> if each does.
/// </param>
/// <param name="IsSubscribable">
/// False for events that only our own services may receive: the contents of a draft review are
/// for its attendees.
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
    /// <summary>
    /// Whether it is the last event about its root (<see cref="EventRoot"/>): consumers ignore
    /// earlier ones that arrive later.
    /// </summary>
    public bool IsDeletion { get; init; }

    /// <summary>The services that publish it.</summary>
    public IReadOnlyList<string> Producers =>
        Source == EventCatalog.Everyone ? EventCatalog.Services : [Source];
}

/// <summary>
/// The only list of events, with stable names, records and producers. Documents, snapshots and
/// subscriptions are made from it.
/// </summary>
public static class EventCatalog
{
    public const string Intake = "incident-intake";
    public const string TimelineService = "timeline";
    public const string Review = "review";
    public const string ActionTracking = "action-tracking";
    public const string Notification = "notification";

    /// <summary>Stands for all services, if each publishes the event.</summary>
    public const string Everyone = "every service";

    public static IReadOnlyList<string> Services { get; } =
    [Intake, TimelineService, Review, ActionTracking, Notification];

    public static IReadOnlyList<EventDefinition> All { get; } =
    [
        Define<IncidentOpened>("pir.incident.opened.v1", Intake, "An incident was opened."),
        Define<AlertsAttached>(
            "pir.incident.alerts-attached.v1",
            Intake,
            "Alerts were added to an incident or changed state."
        ),
        Define<IncidentAcknowledged>(
            "pir.incident.acknowledged.v1",
            Intake,
            "Somebody acknowledged the incident."
        ),
        Define<IncidentChanged>(
            "pir.incident.changed.v1",
            Intake,
            "The severity, service, team, environment, title or a time of an incident changed."
        ),
        Define<IncidentRoleAssigned>(
            "pir.incident.role-assigned.v1",
            Intake,
            "A role in the incident was assigned or handed over."
        ),
        Define<IncidentJoinRequested>(
            "pir.incident.join-requested.v1",
            Intake,
            "A person asked to join the incident."
        ),
        Define<IncidentJoinDecided>(
            "pir.incident.join-decided.v1",
            Intake,
            "A request to join the incident was accepted, declined or withdrawn."
        ),
        Define<IncidentTaskAdded>(
            "pir.incident.task-added.v1",
            Intake,
            "A task was added to the incident."
        ),
        Define<IncidentTaskChanged>(
            "pir.incident.task-changed.v1",
            Intake,
            "A task of the incident was assigned, done or reopened."
        ),
        Define<IncidentLinkPosted>(
            "pir.incident.link-posted.v1",
            Intake,
            "An automation rule posted a link to the timeline."
        ),
        Define<IncidentNoticeRequested>(
            "pir.incident.notice-requested.v1",
            Intake,
            "An automation rule asks to tell somebody about the incident."
        ),
        Define<IncidentEngaged>(
            "pir.incident.engaged.v1",
            Intake,
            "A team or a person was called to the incident."
        ),
        Define<EngagementAcknowledged>(
            "pir.incident.engagement-acknowledged.v1",
            Intake,
            "Somebody acknowledged for an engaged team, or an engaged person did."
        ),
        Define<IncidentEscalated>(
            "pir.incident.escalated.v1",
            Intake,
            "Nobody acknowledged in time, so the next step of the escalation policy was taken."
        ),
        Define<IncidentImpactRecorded>(
            "pir.incident.impact-recorded.v1",
            Intake,
            "The impact was recorded or updated."
        ),
        Define<IncidentMitigated>(
            "pir.incident.mitigated.v1",
            Intake,
            "The impact has ended, but the cause may still be there."
        ),
        Define<IncidentResolved>("pir.incident.resolved.v1", Intake, "The incident is resolved."),
        Define<IncidentReopened>(
            "pir.incident.reopened.v1",
            Intake,
            "A resolved or closed incident was reopened."
        ),
        Define<IncidentClosed>("pir.incident.closed.v1", Intake, "The incident was closed."),
        Define<IncidentMerged>(
            "pir.incident.merged.v1",
            Intake,
            "The incident was merged into another one as a duplicate."
        ),
        Define<IncidentUnmerged>(
            "pir.incident.unmerged.v1",
            Intake,
            "A merge was undone: the incident stands alone again."
        ),
        Define<IncidentLinked>(
            "pir.incident.linked.v1",
            Intake,
            "The incident was linked to another one, or another one was merged into it."
        ),
        Define<IncidentUnlinked>(
            "pir.incident.unlinked.v1",
            Intake,
            "A link between two incidents, or a merge, was undone."
        ),
        Define<IncidentDeleted>(
            "pir.incident.deleted.v1",
            Intake,
            "The incident was deleted, with its timeline, review and actions."
        ) with
        {
            IsDeletion = true,
        },
        Define<SourceHealthChanged>(
            "pir.source.health-changed.v1",
            Intake,
            "Deliveries from a source started to fail or work again."
        ),
        Define<TimelineEntryRecorded>(
            "pir.timeline.entry-recorded.v1",
            TimelineService,
            "A person added an entry to a timeline."
        ),
        Define<TimelineEntryCorrected>(
            "pir.timeline.entry-corrected.v1",
            TimelineService,
            "A timeline entry was corrected."
        ),
        Define<EvidenceAdded>(
            "pir.timeline.evidence-added.v1",
            TimelineService,
            "A person added evidence to an incident."
        ),
        Define<ActivityRecorded>(
            "pir.timeline.activity-recorded.v1",
            TimelineService,
            "An activity was added, started, finished or corrected."
        ),
        Define<ReviewOpened>("pir.review.opened.v1", Review, "A review was opened."),
        Define<ReviewOwnerAssigned>(
            "pir.review.owner-assigned.v1",
            Review,
            "A review's owner was assigned."
        ),
        Define<ReviewHeld>("pir.review.held.v1", Review, "The review meeting took place."),
        Define<ReviewActionProposed>(
            "pir.review.action-proposed.v1",
            Review,
            "A draft review proposed an action.",
            isSubscribable: false
        ),
        Define<ReviewActionWithdrawn>(
            "pir.review.action-withdrawn.v1",
            Review,
            "A draft review withdrew a proposed action.",
            isSubscribable: false
        ),
        Define<ReviewAudienceChanged>(
            "pir.review.audience-changed.v1",
            Review,
            "The people who may read a draft review changed.",
            isSubscribable: false
        ),
        Define<ReviewPublished>(
            "pir.review.published.v1",
            Review,
            "The first revision of a review was published."
        ),
        Define<ReviewRevised>(
            "pir.review.revised.v1",
            Review,
            "A later revision of a review was published."
        ),
        Define<ReviewWaived>("pir.review.waived.v1", Review, "A review was waived, with a reason."),
        Define<ReviewOverdue>("pir.review.overdue.v1", Review, "A review is overdue."),
        Define<ActionProposed>("pir.action.proposed.v1", ActionTracking, "An action was proposed."),
        Define<ActionAccepted>(
            "pir.action.accepted.v1",
            ActionTracking,
            "An action was accepted, with an assignee and a due date."
        ),
        Define<ActionChanged>(
            "pir.action.changed.v1",
            ActionTracking,
            "An action's title, type, assignee or due date changed."
        ),
        Define<ActionCompleted>(
            "pir.action.completed.v1",
            ActionTracking,
            "An action was completed."
        ),
        Define<ActionDeclined>(
            "pir.action.declined.v1",
            ActionTracking,
            "An action was declined, with a reason."
        ),
        Define<ActionOverdue>("pir.action.overdue.v1", ActionTracking, "An action is overdue."),
        Define<SubscriptionHealthChanged>(
            "pir.subscription.health-changed.v1",
            Notification,
            "Deliveries to a subscription started to fail or work again."
        ),
        Define<AuditEntryRecorded>(
            "pir.audit.entry-recorded.v1",
            Everyone,
            "Somebody did something that belongs in the audit log.",
            isSubscribable: false
        ),
    ];

    /// <summary>The events that a service publishes.</summary>
    public static IEnumerable<EventDefinition> ToldBy(string service) =>
        All.Where(d => d.Producers.Contains(service, StringComparer.Ordinal));

    private static readonly FrozenDictionary<string, EventDefinition> ByName =
        All.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<Type, EventDefinition> ByType = All.ToFrozenDictionary(
        d => d.Clr
    );

    /// <summary>
    /// The definition for a wire name, or null for an unknown one (from a newer producer).
    /// </summary>
    public static EventDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The definition for a record; throws if it is not in the catalogue.</summary>
    public static EventDefinition Of(Type clr) => ByType[clr];

    /// <summary>
    /// Reads the data of an envelope; throws <see cref="JsonException"/> if it does not match its
    /// record.
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
