namespace Pir.ServiceDefaults.Auth;

/// <summary>
/// What a caller may do. Tokens have selected scopes; people have the scopes of their role.
/// </summary>
public static class Scope
{
    public const string IncidentsRead = "incidents:read";
    public const string IncidentsWrite = "incidents:write";

    /// <summary>Includes their timelines, reviews and actions. Only administrators.</summary>
    public const string IncidentsDelete = "incidents:delete";

    /// <summary>See and change which customers an incident affected.</summary>
    public const string Customers = "customers";
    public const string TimelineRead = "timeline:read";
    public const string TimelineWrite = "timeline:write";
    public const string ReviewsRead = "reviews:read";
    public const string ReviewsWrite = "reviews:write";

    /// <summary>
    /// For services: read every unpublished review, even without attending its meeting.
    /// </summary>
    public const string ReviewsDrafts = "reviews:drafts";
    public const string ActionsRead = "actions:read";
    public const string ActionsWrite = "actions:write";
    public const string SubscriptionsRead = "subscriptions:read";
    public const string SubscriptionsWrite = "subscriptions:write";
    public const string SourcesRead = "sources:read";
    public const string SourcesWrite = "sources:write";
    public const string EventsRead = "events:read";

    /// <summary>
    /// Import past incidents: write on behalf of other people and at times in the past. Needed in
    /// addition to the scopes for what is written.
    /// </summary>
    public const string Import = "import";

    /// <summary>Implies every other scope and the operator endpoints.</summary>
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } =
    [
        IncidentsRead,
        IncidentsWrite,
        IncidentsDelete,
        Customers,
        TimelineRead,
        TimelineWrite,
        ReviewsRead,
        ReviewsWrite,
        ReviewsDrafts,
        ActionsRead,
        ActionsWrite,
        SubscriptionsRead,
        SubscriptionsWrite,
        SourcesRead,
        SourcesWrite,
        EventsRead,
        Import,
        Admin,
    ];
}
