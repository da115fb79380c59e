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
    public Task<IncidentStatisticsResponse> IncidentsAsync(
        InsightsFilter filter,
        CancellationToken ct
    ) =>
        new StatisticsReader(access, "incident-intake").ReadAsync<IncidentStatisticsResponse>(
            "/api/incidents/statistics",
            filter,
            ct
        );

    public Task<ReviewStatisticsResponse> ReviewsAsync(
        InsightsFilter filter,
        CancellationToken ct
    ) =>
        new StatisticsReader(access, "review").ReadAsync<ReviewStatisticsResponse>(
            "/api/reviews/statistics",
            filter,
            ct
        );

    public Task<ActionStatisticsResponse> ActionsAsync(
        InsightsFilter filter,
        CancellationToken ct
    ) =>
        new StatisticsReader(access, "action-tracking").ReadAsync<ActionStatisticsResponse>(
            "/api/actions/statistics",
            filter,
            ct
        );
}
