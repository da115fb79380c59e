namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// The rows of the permission matrix. The gateway defines which role has which scope. Each endpoint
/// declares its row.
/// </summary>
public static class Permissions
{
    private const string Incidents = "Incidents";
    private const string Timeline = "Timeline";
    private const string Actions = "Actions";
    private const string Reviews = "Reviews";
    private const string Connections = "Connections";
    private const string Organization = "Organization";
    private const string Yourself = "Yourself";

    public static Permission SeeIncidents { get; } =
        new(Incidents, "See incidents, their alerts, history and statistics", Scope.IncidentsRead);

    public static Permission RunIncidents { get; } =
        new(Incidents, "Open and run an incident", Scope.IncidentsWrite);

    public static Permission DeleteIncidents { get; } =
        new(
            Incidents,
            "Delete an incident with its timeline, review and actions",
            Scope.IncidentsDelete
        );

    public static Permission SeeCustomers { get; } =
        new(Incidents, "See and change which customers an incident affected", Scope.Customers);

    public static Permission ImportIncidents { get; } =
        new(Incidents, "Import past incidents on behalf of other people", Scope.Import)
        {
            IsDecidedInside = true,
        };

    public static Permission SeeServices { get; } =
        new(Incidents, "See the service catalog", Scope.IncidentsRead);

    public static Permission ManageServices { get; } =
        new(Incidents, "Change the service catalog", Scope.IncidentsWrite);

    public static Permission SilenceAlerts { get; } =
        new(Incidents, "Silence alerts and plan maintenance windows", Scope.IncidentsWrite);

    public static Permission AcknowledgeForTeam { get; } =
        new(Incidents, "Acknowledge an incident for your own team", Scope.IncidentsRead);

    public static Permission AskToJoin { get; } =
        new(Incidents, "Ask to join an incident", Scope.IncidentsRead);

    public static Permission DecideOnJoining { get; } =
        new(Incidents, "Decide who may join an incident that you command", Scope.IncidentsRead);

    public static Permission SeeEngagement { get; } =
        new(Incidents, "See engagement rules and escalation policies", Scope.IncidentsRead);

    public static Permission ManageEngagement { get; } =
        new(
            Incidents,
            "Change engagement rules, escalation policies and what severities mean",
            Scope.Admin
        );

    public static Permission SeeAutomation { get; } =
        new(Incidents, "See automation rules and their runs", Scope.IncidentsRead);

    public static Permission ManageAutomation { get; } =
        new(Incidents, "Try and change automation rules", Scope.Admin);

    public static Permission ReadTimelines { get; } =
        new(Timeline, "Read timelines and their images", Scope.TimelineRead);

    public static Permission WriteTimelines { get; } =
        new(Timeline, "Add entries to a timeline", Scope.TimelineWrite);

    public static Permission CorrectTimelines { get; } =
        new(
            Timeline,
            "Correct, pin and mark entries, including other people's",
            Scope.TimelineWrite
        );

    public static Permission SeeActions { get; } =
        new(Actions, "See actions, their history and statistics", Scope.ActionsRead);

    public static Permission WorkOnActions { get; } =
        new(Actions, "Propose, assign, complete and decline actions", Scope.ActionsWrite);

    public static Permission ReadReviews { get; } =
        new(
            Reviews,
            "See the list of reviews and their statistics, and read published reviews",
            Scope.ReviewsRead
        );

    public static Permission SeeOwnDrafts { get; } =
        new(Reviews, "See drafts that you attend or that are your team's", Scope.ReviewsRead);

    public static Permission JoinReviews { get; } =
        new(Reviews, "Join any review, and see its draft", Scope.ReviewsWrite)
        {
            IsDecidedInside = true,
        };

    public static Permission SeeAllDrafts { get; } =
        new(Reviews, "See any draft", Scope.ReviewsDrafts) { IsDecidedInside = true };

    public static Permission DecideOnOwnDrafts { get; } =
        new(
            Reviews,
            "Decide who may read a draft that you own, after the incident's roles or team changed",
            Scope.ReviewsRead
        );

    public static Permission DecideOnDrafts { get; } =
        new(
            Reviews,
            "Decide who may read a draft that you attend, after the incident's roles or team "
                + "changed",
            Scope.ReviewsWrite
        )
        {
            IsDecidedInside = true,
        };

    public static Permission FacilitateReviews { get; } =
        new(Reviews, "Facilitate a review that you attend", Scope.ReviewsWrite);

    public static Permission PublishReviews { get; } =
        new(Reviews, "Publish a review that you attend", Scope.ReviewsWrite);

    public static Permission ReadPolicies { get; } =
        new(Reviews, "Read the policies and their history", Scope.ReviewsRead);

    public static Permission ChangePolicies { get; } =
        new(Reviews, "Change the policies", Scope.Admin);

    public static Permission ListenToEvents { get; } =
        new(Connections, "Listen to events", Scope.EventsRead);

    public static Permission SeeSubscriptions { get; } =
        new(Connections, "See subscriptions and their deliveries", Scope.SubscriptionsRead);

    public static Permission ManageSubscriptions { get; } =
        new(Connections, "Manage subscriptions", Scope.SubscriptionsWrite);

    public static Permission SeeChannelPolicy { get; } =
        new(Connections, "See the channel policy and whom it told", Scope.IncidentsRead);

    public static Permission ManageChannelPolicy { get; } =
        new(Connections, "Change the channel policy", Scope.Admin);

    public static Permission SeeSources { get; } =
        new(Connections, "See sources and their deliveries", Scope.SourcesRead);

    public static Permission ManageSources { get; } =
        new(Connections, "Manage sources", Scope.SourcesWrite);

    public static Permission SeeAlertRules { get; } =
        new(
            Connections,
            "See alert rules, silences and the alerts that they hold back",
            Scope.IncidentsRead
        );

    public static Permission ManageAlertRules { get; } =
        new(Connections, "Try and manage alert rules", Scope.SourcesWrite);

    public static Permission SeePeople { get; } =
        new(Organization, "See people, teams and roles", null);

    public static Permission ManagePeople { get; } =
        new(Organization, "Manage people and their sessions", Scope.Admin);

    public static Permission ManageTeams { get; } = new(Organization, "Manage teams", Scope.Admin);

    public static Permission ManageTokens { get; } =
        new(Organization, "See and revoke all tokens, and create service tokens", Scope.Admin)
        {
            IsDecidedInside = true,
        };

    public static Permission ReadAuditLog { get; } =
        new(Organization, "Read and export the audit log", Scope.Admin);

    public static Permission FillWithFiction { get; } =
        new(Organization, "Load and remove a fictional company's data", Scope.Admin);

    public static Permission OperateQueues { get; } =
        new(Organization, "See queues and retry parked messages", Scope.Admin);

    public static Permission SeeOneself { get; } =
        new(Yourself, "See who you are and what you may do", null);

    public static Permission ChangeOneself { get; } =
        new(Yourself, "Change your name and ways to sign in, and end your sessions", null)
        {
            IsForPeopleOnly = true,
        };

    public static Permission KeepViews { get; } =
        new(Yourself, "Save views", null) { IsForPeopleOnly = true };

    public static Permission ManageOwnTokens { get; } =
        new(Yourself, "Create and revoke personal tokens, with at most your own scopes", null);

    /// <summary>In the order of the matrix.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        SeeIncidents,
        RunIncidents,
        DeleteIncidents,
        SeeCustomers,
        ImportIncidents,
        SeeServices,
        ManageServices,
        SilenceAlerts,
        AcknowledgeForTeam,
        AskToJoin,
        DecideOnJoining,
        SeeEngagement,
        ManageEngagement,
        SeeAutomation,
        ManageAutomation,
        ReadTimelines,
        WriteTimelines,
        CorrectTimelines,
        SeeActions,
        WorkOnActions,
        ReadReviews,
        SeeOwnDrafts,
        JoinReviews,
        SeeAllDrafts,
        DecideOnOwnDrafts,
        DecideOnDrafts,
        FacilitateReviews,
        PublishReviews,
        ReadPolicies,
        ChangePolicies,
        ListenToEvents,
        SeeSubscriptions,
        ManageSubscriptions,
        SeeChannelPolicy,
        ManageChannelPolicy,
        SeeSources,
        ManageSources,
        SeeAlertRules,
        ManageAlertRules,
        SeePeople,
        ManagePeople,
        ManageTeams,
        ManageTokens,
        ReadAuditLog,
        FillWithFiction,
        OperateQueues,
        SeeOneself,
        ChangeOneself,
        KeepViews,
        ManageOwnTokens,
    ];
}
