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
        },
        new(Timeline, "Correct, pin and mark entries, others' too", Scope.TimelineWrite)
        {
            Operations = ["CorrectTimelineEntry"],
        },
        new(Actions, "See actions, their history and figures", Scope.ActionsRead)
        {
            Operations = ["ListActions", "GetAction", "GetActionHistory", "GetActionStatistics"],
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
        },
    ];
}
