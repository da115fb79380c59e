using Pir.Contracts.Incidents;
using Pir.Web.Incidents;
using Pir.Web.Reviews;

namespace Pir.Web.Insights;

/// <summary>
/// Addresses of the lists behind charts, with the same period, service, team and severity. Drills
/// are listed only if the chart counts them.
/// </summary>
internal sealed class ChartLinks(InsightsFilter filter)
{
    private DayRange Whole { get; } = DayRange.Parse($"{filter.Days}d", DateTime.UnixEpoch)!;

    /// <param name="detected">A part of the period; null for all of it.</param>
    public string Incidents(DayRange? detected = null, DetectionSource? source = null) =>
        new IncidentFilter(
            "all",
            filter.Severity,
            new() { Service = filter.Service, Team = filter.Team },
            source is { } by ? Words.Wire(by) : null,
            filter.Drills ? null : "no",
            detected ?? Whole
        ).Address();

    /// <param name="ended">When the incident was resolved; null for the whole period.</param>
    public string Reviews(DayRange? ended = null) =>
        new ReviewListFilter(
            ended ?? Whole,
            filter.Severity,
            filter.Service,
            filter.Team,
            !filter.Drills
        ).On("/reviews?status=all");

    /// <summary>Open actions, whenever they were proposed.</summary>
    public string Actions(AgeRange? age = null) =>
        ApiClient.Query(
            "/actions?status=open",
            ("age", age?.Text),
            ("service", filter.Service),
            ("team", filter.Team),
            ("severity", filter.Severity)
        );

    /// <summary>The days of a week or month that are in the period.</summary>
    /// <param name="from">Start of the period, UTC.</param>
    /// <param name="to">End of the period, UTC.</param>
    public DayRange Part(DateOnly start, DateTime from, DateTime to)
    {
        var (first, today) = (DateOnly.FromDateTime(from), DateOnly.FromDateTime(to));
        var last = (filter.IsMonthly ? start.AddMonths(1) : start.AddDays(7)).AddDays(-1);
        return DayRange.Between(start < first ? first : start, last > today ? today : last);
    }
}
