namespace Pir.Gateway.Domain;

/// <summary>
/// Which operations of the services the audit log has lines about. A test sees that each changing
/// operation stands here or, with a reason, under <see cref="LeftOut"/>.
/// </summary>
public static class AuditedOperations
{
    private const string OwnLine = "writes its own line, in the same commit";
    private const string OwnThings = "is about nobody's things but one's own, and changes no right";
    private const string OnlyReads = "only reads what it is sent";
    private const string Timeline =
        "comes by the dozen during an incident; the timeline itself says who wrote what";
    private const string Draft =
        "comes while people type; the review keeps who wrote what in a history of its own";

    public static IReadOnlyList<AuditedOperation> All { get; } =
    [.. Incidents(), .. Reviews(), .. Actions(), .. Sources(), .. Subscriptions(), .. Operations()];

    /// <summary>Changing operations without a line, and why.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["RecordTimelineEntry"] = Timeline,
            ["RecordTimelineEntries"] = Timeline,
            ["CorrectTimelineEntry"] = Timeline,
            ["AttachImage"] = Timeline,
            ["ReadChat"] = OnlyReads,
            ["CheckReviewLanguage"] = OnlyReads,
            ["WriteReviewNotes"] = Draft,
            ["WriteReviewSummary"] = Draft,
            ["AddFinding"] = Draft,
            ["ChangeFinding"] = Draft,
            ["RemoveFinding"] = Draft,
            ["AddFactor"] = Draft,
            ["ChangeFactor"] = Draft,
            ["RemoveFactor"] = Draft,
            ["SayPresent"] = "says every few seconds who looks at a page",
            ["SayGone"] = "says who left a page",
            ["SaveView"] = OwnThings,
            ["RemoveView"] = OwnThings,
            ["ChangeMe"] = OwnLine,
            ["ChangePassword"] = OwnLine,
            ["AddMyPasskey"] = OwnLine,
            ["RemoveMyPasskey"] = OwnLine,
            ["RenameMyPasskey"] = OwnThings,
            ["BeginMyPasskey"] = OnlyReads,
            ["EndMySession"] = OwnLine,
            ["EndMySessions"] = OwnLine,
            ["CreateUser"] = OwnLine,
            ["ChangeUser"] = OwnLine,
            ["InviteUser"] = OwnLine,
            ["EndUserSessions"] = OwnLine,
            ["CreateTeam"] = OwnLine,
            ["RenameTeam"] = OwnLine,
            ["RemoveTeam"] = OwnLine,
            ["AddTeamMember"] = OwnLine,
            ["RemoveTeamMember"] = OwnLine,
            ["CreateToken"] = OwnLine,
            ["RevokeToken"] = OwnLine,
            ["LoadSampleData"] = OwnLine,
            ["RemoveSampleData"] = OwnLine,
            ["DeliverAlerts"] = "is a machine's webhook; each is kept as a delivery",
        };

    /// <summary>The operation a request is; null for one without a line.</summary>
    /// <param name="subjectId">
    /// Id or reference of what it is about; <c>""</c> where the path does not say.
    /// </param>
    public static AuditedOperation? Find(string method, string path, out string subjectId)
    {
        foreach (var operation in All)
        {
            if (operation.Matches(method, path, out subjectId))
            {
                return operation;
            }
        }

        subjectId = "";
        return null;
    }

    private static AuditedOperation[] Incidents()
    {
        const string One = "/api/incidents/{incident}";
        const string Kind = "incident";
        return
        [
            new("OpenIncident", "POST", "/api/incidents", "incident-opened", Kind),
            new("AcknowledgeIncident", "POST", One + "/acknowledge", "incident-acknowledged", Kind),
            new("MitigateIncident", "POST", One + "/mitigate", "incident-mitigated", Kind),
            new("ResolveIncident", "POST", One + "/resolve", "incident-resolved", Kind),
            new("ReopenIncident", "POST", One + "/reopen", "incident-reopened", Kind),
            new("CloseIncident", "POST", One + "/close", "incident-closed", Kind),
            new("AssignIncidentRole", "POST", One + "/roles", "incident-role-assigned", Kind),
            new("ChangeIncidentSeverity", "POST", One + "/severity", "severity-changed", Kind),
            new("RecordIncidentImpact", "POST", One + "/impact", "impact-recorded", Kind),
            new("CorrectIncident", "PATCH", One, "incident-corrected", Kind),
        ];
    }

    private static AuditedOperation[] Reviews()
    {
        const string One = "/api/reviews/{id}";
        const string Kind = "review";
        return
        [
            new("OpenReview", "POST", "/api/reviews", "review-opened", Kind),
            new("AssignReviewOwner", "PUT", One + "/owner", "review-owner-assigned", Kind),
            new("InviteAttendee", "POST", One + "/attendees", "attendee-invited", Kind),
            new("NoteAttendee", "PUT", One + "/attendees/{attendeeId}", "attendance-noted", Kind),
            new(
                "RemoveAttendee",
                "DELETE",
                One + "/attendees/{attendeeId}",
                "attendee-removed",
                Kind
            ),
            new(
                "AcceptAccessRequest",
                "POST",
                One + "/access-requests/{requestId}/accept",
                "draft-access-accepted",
                Kind
            ),
            new(
                "DeclineAccessRequest",
                "POST",
                One + "/access-requests/{requestId}/decline",
                "draft-access-declined",
                Kind
            ),
            new("JoinReview", "POST", One + "/join", "review-joined", Kind),
            new("ScheduleReview", "PUT", One + "/schedule", "review-scheduled", Kind),
            new("HoldReview", "POST", One + "/hold", "review-held", Kind),
            new("WaiveReview", "POST", One + "/waive", "review-waived", Kind),
            new("PublishReview", "POST", One + "/publish", "review-published", Kind),
            new("ProposeReviewAction", "POST", One + "/actions", "review-action-proposed", Kind),
            new(
                "WithdrawAction",
                "DELETE",
                One + "/actions/{actionId}",
                "review-action-withdrawn",
                Kind
            ),
            new(
                "ChangeReviewPolicies",
                "PUT",
                "/api/policies/reviews",
                "policies-changed",
                "policies"
            ),
        ];
    }

    private static AuditedOperation[] Actions()
    {
        const string One = "/api/actions/{action}";
        const string Kind = "action";
        return
        [
            new("ProposeAction", "POST", "/api/actions", "action-proposed", Kind),
            new("EditAction", "PATCH", One, "action-edited", Kind),
            new("AssignAction", "POST", One + "/assign", "action-assigned", Kind),
            new("CompleteAction", "POST", One + "/complete", "action-completed", Kind),
            new("DeclineAction", "POST", One + "/decline", "action-declined", Kind),
            new("ReopenAction", "POST", One + "/reopen", "action-reopened", Kind),
        ];
    }

    private static AuditedOperation[] Sources()
    {
        const string One = "/api/sources/{id}";
        const string Kind = "source";
        const string Replay = "/api/deliveries/{id}/replay";
        return
        [
            new("CreateSource", "POST", "/api/sources", "source-created", Kind),
            new("ChangeSource", "PATCH", One, "source-changed", Kind),
            new("DeleteSource", "DELETE", One, "source-deleted", Kind),
            new("RotateSourceKey", "POST", One + "/rotate-key", "source-key-rotated", Kind),
            new("TestSource", "POST", One + "/test", "source-tested", Kind),
            new("ReplayDelivery", "POST", Replay, "delivery-replayed", "delivery"),
        ];
    }

    private static AuditedOperation[] Subscriptions()
    {
        const string One = "/api/subscriptions/{id}";
        const string Retry = One + "/deliveries/{deliveryId}/retry";
        const string Kind = "subscription";
        return
        [
            new("CreateSubscription", "POST", "/api/subscriptions", "subscription-created", Kind),
            new("ChangeSubscription", "PATCH", One, "subscription-changed", Kind),
            new("DeleteSubscription", "DELETE", One, "subscription-deleted", Kind),
            new(
                "RotateSecret",
                "POST",
                One + "/rotate-secret",
                "subscription-secret-rotated",
                Kind
            ),
            new("SendTestEvent", "POST", One + "/test", "subscription-tested", Kind),
            new("ReplayEvents", "POST", One + "/replay", "events-replayed", Kind),
            new("RetryDelivery", "POST", Retry, "delivery-retried", Kind),
        ];
    }

    private static AuditedOperation[] Operations()
    {
        const string Of = "/api/operations/{service}";
        const string Kind = "service";
        return
        [
            new("RetryParked:", "POST", Of + "/parked/{id}/retry", "parked-event-retried", Kind),
            new("RetryOutboxMessage:", "POST", Of + "/outbox/{id}/retry", "message-retried", Kind),
            new("RedriveErrorQueue:", "POST", Of + "/error-queue/redrive", "queue-redriven", Kind),
            new("RemoveSampleData:", "DELETE", Of + "/sample-data", "sample-rows-removed", Kind),
        ];
    }
}
