using System.Globalization;
using Pir.Contracts.Actions;
using Pir.Contracts.Texts;

namespace Pir.Web.Actions;

/// <summary>The query string of the page's URL.</summary>
internal sealed record ActionListQuery
{
    /// <summary>board or list.</summary>
    public string? View { get; init; }

    public string? Status { get; init; }

    /// <summary>Set to show only the viewer's actions.</summary>
    public string? Mine { get; init; }

    public string? Team { get; init; }

    public string? Type { get; init; }

    public string? Severity { get; init; }

    public string? Service { get; init; }

    public string? Incident { get; init; }

    public string? Age { get; init; }

    public string? Sort { get; init; }

    public string? Q { get; init; }

    public string? After { get; init; }

    public static ActionListQuery Everything { get; } = new();

    /// <param name="view">board or list.</param>
    public ActionListFilter ToFilter(string view, UnreadFilters unread) =>
        new(
            view == "board",
            unread.Choice("status", Status, "open", "overdue", "completed", "declined", "all")
                ?? "open",
            Mine is not null,
            Word(Team),
            unread.Value<ActionType>("type", Type),
            unread.Severity(Severity),
            Word(Service),
            Word(Incident),
            unread.Note("age", Age, AgeRange.Parse(Age)),
            unread.Choice("sort", Sort, "due", "oldest", "newest"),
            Word(Q),
            Word(After)
        );

    private static string? Word(string? value) => value.TrimmedOrNull();
}

/// <summary>The filters of the list or board of actions; null for any.</summary>
/// <param name="Status">
/// open, overdue, completed, declined or all. The board shows each status in its own column.
/// </param>
/// <param name="Age">How long it has been open.</param>
/// <param name="Sort">due, oldest or newest; null for the default of the list.</param>
public sealed record ActionListFilter(
    bool IsBoard,
    string Status,
    bool Mine = false,
    string? Team = null,
    string? Type = null,
    string? Severity = null,
    string? Service = null,
    string? Incident = null,
    AgeRange? Age = null,
    string? Sort = null,
    string? Query = null,
    string? After = null
)
{
    private const int CardsPerColumn = 12;

    /// <summary>Only open actions have an age and can be overdue.</summary>
    public bool IsOpen => IsBoard || Status is "open" or "overdue";

    public string Order => Sort ?? (IsOpen ? "due" : "newest");

    public bool IsNarrow =>
        Mine || (Team ?? Type ?? Severity ?? Service ?? Incident ?? Age?.Text ?? Query) is not null;

    /// <summary>How many filters are set in addition to the search.</summary>
    internal int Count =>
        new[] { Team, Type, Severity, Service, Incident, Age?.Text }.Count(v => v is not null)
        + (Mine ? 1 : 0)
        + (IsBoard || Status == "open" ? 0 : 1);

    /// <summary>The same view without filters.</summary>
    public ActionListFilter Clear() => new(IsBoard, Status, Sort: Sort);

    /// <summary>The query string of the URL, without the question mark.</summary>
    internal string QueryString() =>
        ApiClient.Query(
            "?",
            ("view", IsBoard ? "board" : null),
            ("status", Status == "open" ? null : Status),
            ("mine", Mine ? "1" : null),
            ("team", Team),
            ("type", Type),
            ("severity", Severity),
            ("service", Service),
            ("incident", Incident),
            ("age", Age?.Text),
            ("sort", Sort),
            ("q", Query),
            ("after", After)
        )
            is { Length: > 2 } query
            ? query[2..]
            : "";

    internal string Address() =>
        QueryString() is { Length: > 0 } query ? "/actions?" + query : "/actions";

    /// <summary>The request for the list.</summary>
    internal string Asked() =>
        Of(
            Status == "overdue" ? "open" : Status,
            Order,
            ("overdue", Status == "overdue" ? "true" : null),
            ("after", After)
        );

    /// <summary>The request for one column of the board.</summary>
    /// <param name="status">proposed, accepted, completed or declined.</param>
    /// <param name="closedFrom">UTC; actions closed earlier are not shown.</param>
    internal string Column(string status, DateTime closedFrom) =>
        status is "completed" or "declined"
            ? Of(
                status,
                "newest",
                (
                    "closedFrom",
                    closedFrom.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture)
                )
            )
            : Of(status, Order);

    private string Of(
        string status,
        string order,
        params ReadOnlySpan<(string Name, string? Value)> more
    ) =>
        ApiClient.Query(
            ApiClient.Query(
                $"/api/actions?total=true&limit={(IsBoard ? CardsPerColumn : 50)}",
                ("status", status),
                ("sort", order),
                ("assignee", Mine ? "me" : null),
                ("team", Team),
                ("type", Type),
                ("severity", Severity),
                ("service", Service),
                ("incident", Incident),
                ("ageFrom", IsOpen && Age is { From: > 0 } ? $"{Age.From}" : null),
                ("ageTo", IsOpen && Age?.To is { } to ? $"{to}" : null),
                ("q", Query)
            ),
            more
        );
}
