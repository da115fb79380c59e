using Pir.Contracts.Incidents;

namespace Pir.Web.Insights;

/// <summary>Filters of the statistics; null for all.</summary>
/// <param name="Severity">As written in the address, e.g. <c>sev1</c>.</param>
public sealed record InsightsFilter(
    int Days,
    string? Service,
    string? Team,
    string? Severity,
    bool Drills
)
{
    /// <summary>Bars stand for months if there would be too many weeks.</summary>
    public bool IsMonthly => Days > 120;

    internal string Address(string path) =>
        ApiClient.Query(
            path,
            ("days", Days == 90 ? null : $"{Days}"),
            ("service", Service),
            ("team", Team),
            ("severity", Severity),
            ("drills", Drills ? "true" : null)
        );
}

public sealed record Spread(int N, int LeftOut, long? MedianSeconds, long? P90Seconds);

public sealed record SpreadAt(
    DateOnly Start,
    int N,
    int LeftOut,
    long? MedianSeconds,
    long? P90Seconds
);

public sealed record TimeTo(string Definition, Spread Overall, IReadOnlyList<SpreadAt> Series);

public sealed record IncidentCount(
    DateOnly Start,
    int Total,
    int Sev1,
    int Sev2,
    int Sev3,
    int Sev4,
    int Sev5
);

public sealed record DetectionShare(DetectionSource Source, int Count, double Share);

public sealed record IncidentStatistics(
    DateTime From,
    DateTime To,
    int N,
    int LeftOut,
    IReadOnlyList<IncidentCount> Counts,
    TimeTo Detect,
    TimeTo Acknowledge,
    TimeTo Mitigate,
    TimeTo Resolve,
    IReadOnlyList<DetectionShare> Detection,
    IReadOnlyList<string> Services,
    IReadOnlyList<string> Teams
);

public sealed record HeldCount(DateOnly Start, int N, int LeftOut, int Within);

public sealed record ReviewStatistics(
    DateTime From,
    DateTime To,
    string Definition,
    int N,
    int LeftOut,
    int Within,
    IReadOnlyList<HeldCount> Held
);

public sealed record ActionAge(int FromDays, int? ToDays, int Count, int Overdue);

public sealed record ActionStatistics(
    string Definition,
    int N,
    int LeftOut,
    IReadOnlyList<ActionAge> Open,
    Spread Completion
);

/// <summary>Reads one service's statistics; each service counts in its own database.</summary>
public sealed class StatisticsReader(ApiAccess access, string service) : ApiClient(access, service)
{
    public Task<T> ReadAsync<T>(string path, InsightsFilter filter, CancellationToken ct) =>
        GetAsync<T>(
            Query(
                path,
                ("days", $"{filter.Days}"),
                ("service", filter.Service),
                ("team", filter.Team),
                ("severity", filter.Severity),
                ("drills", filter.Drills ? "true" : null),
                ("groupBy", filter.IsMonthly ? "month" : "week")
            ),
            ct
        );
}

/// <summary>The statistics of all services.</summary>
public sealed class InsightsClient(ApiAccess access)
{
    public Task<IncidentStatistics> IncidentsAsync(InsightsFilter filter, CancellationToken ct) =>
        new StatisticsReader(access, "incident-intake").ReadAsync<IncidentStatistics>(
            "/api/incidents/statistics",
            filter,
            ct
        );

    public Task<ReviewStatistics> ReviewsAsync(InsightsFilter filter, CancellationToken ct) =>
        new StatisticsReader(access, "review").ReadAsync<ReviewStatistics>(
            "/api/reviews/statistics",
            filter,
            ct
        );

    public Task<ActionStatistics> ActionsAsync(InsightsFilter filter, CancellationToken ct) =>
        new StatisticsReader(access, "action-tracking").ReadAsync<ActionStatistics>(
            "/api/actions/statistics",
            filter,
            ct
        );
}
