using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Domain;

/// <summary>Rows about incidents, timelines and actions.</summary>
internal static class IncidentPermissions
{
    private const string Incidents = "Incidents";
    private const string Timeline = "Timeline";
    private const string Actions = "Actions";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Incidents, "See incidents, their alerts, history and figures", Scope.IncidentsRead)
        {
            Operations =
            [
                "ListIncidents",
                "GetIncident",
                "ListAlerts",
                "ListIncidentHistory",
                "GetIncidentStatistics",
            ],
            Pages =
            [
                "GET /",
                "GET /incidents",
                "GET /incidents/{id}",
                "GET /incidents/{id}/history",
                "GET /incidents/{id}/{verb}",
                "GET /insights",
                "GET /insights/{chart}.csv",
                "GET /search",
                "GET /search/options",
            ],
        },
        new(Incidents, "Open and run an incident", Scope.IncidentsWrite)
        {
            Operations =
            [
                "OpenIncident",
                "AcknowledgeIncident",
                "MitigateIncident",
                "ResolveIncident",
                "ReopenIncident",
                "CloseIncident",
                "AssignIncidentRole",
                "ChangeIncidentSeverity",
                "RecordIncidentImpact",
                "CorrectIncident",
            ],
            Pages = ["GET /incidents/new", "POST /incidents", "POST /incidents/{id}/{verb}"],
        },
        new(Timeline, "Read timelines and their images", Scope.TimelineRead)
        {
            Operations =
            [
                "ListTimeline",
                "GetTimelineEntry",
                "GetTimelineEntryHistory",
                "GetAttachment",
            ],
        },
        new(Timeline, "Capture on a timeline", Scope.TimelineWrite)
        {
            Operations =
            [
                "RecordTimelineEntry",
                "RecordTimelineEntries",
                "ReadChat",
                "AttachImage",
            ],
            Pages =
            [
                "POST /incidents/{id}/timeline",
                "GET /incidents/{id}/chat",
                "POST /incidents/{id}/chat",
                "GET /incidents/{id}/chat/add",
                "POST /incidents/{id}/chat/add",
            ],
        },
        new(Timeline, "Correct, pin and mark entries, others' too", Scope.TimelineWrite)
        {
            Operations = ["CorrectTimelineEntry"],
            Pages =
            [
                "POST /incidents/{id}/timeline/{entry:guid}",
                "POST /incidents/{id}/timeline/{entry:guid}/{flag:regex(^(pin|mark)$)}",
            ],
        },
        new(Actions, "See actions, their history and figures", Scope.ActionsRead)
        {
            Operations = ["ListActions", "GetAction", "GetActionHistory", "GetActionStatistics"],
            Pages =
            [
                "GET /actions",
                "GET /actions/{id}",
                "GET /actions/{id}/{verb}",
                "GET /actions/{id}/board/{verb}",
            ],
        },
        new(Actions, "Propose, assign, complete and decline actions", Scope.ActionsWrite)
        {
            Operations =
            [
                "ProposeAction",
                "EditAction",
                "AssignAction",
                "CompleteAction",
                "DeclineAction",
                "ReopenAction",
            ],
            Pages =
            [
                "POST /actions",
                "POST /actions/{id}/{verb}",
                "POST /actions/{id}/board/{verb:regex(^(assign|complete)$)}",
            ],
        },
    ];
}
