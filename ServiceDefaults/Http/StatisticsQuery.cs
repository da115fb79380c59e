using Microsoft.AspNetCore.Http.HttpResults;
using Pir.Contracts.Incidents;
using Pir.Contracts.Texts;
using Pir.Platform.Statistics;

namespace Pir.ServiceDefaults.Http;

/// <summary>What to count.</summary>
public sealed record StatisticsQuery
{
    /// <summary>
    /// How many whole days (UTC) before today, 1 to 730 (default 90). Today is included.
    /// </summary>
    public int? Days { get; init; }

    public string? Service { get; init; }

    public string? Team { get; init; }

    /// <summary>Comma-separated (default: all).</summary>
    public string? Severity { get; init; }

    /// <summary>Whether drills are included (default: false).</summary>
    public bool? Drills { get; init; }

    /// <summary>
    /// <c>week</c> (default) or <c>month</c>. Never a person: statistics do not measure people.
    /// </summary>
    public string? GroupBy { get; init; }

    private const int MostDays = 730;

    /// <summary>Reads the query. Returns the problem if the query is not valid.</summary>
    /// <param name="now">UTC.</param>
    public ProblemHttpResult? TryRead(DateTime now, out StatisticsScope scope)
    {
        scope = null!;
        if (Days is < 1 or > MostDays)
        {
            return Problems.Validation("days", $"must be between 1 and {MostDays}");
        }

        if (GroupBy?.ToLowerInvariant() is not (null or "week" or "month"))
        {
            return Problems.Unprocessable(
                "not-by-person",
                $"Statistics are grouped by week or month, not by {GroupBy}. They are never "
                    + "grouped by people, because reviews are blameless."
            );
        }

        var words = (Severity ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(SeverityWords.Parse)
            .ToList();
        if (words.Contains(null))
        {
            return Problems.Validation(
                "severity",
                "must be a list of sev1, sev2, sev3, sev4, sev5"
            );
        }

        var unit = GroupBy?.ToLowerInvariant() == "month" ? CalendarUnit.Month : CalendarUnit.Week;
        scope = new(
            now.Date.AddDays(-(Days ?? 90)),
            now,
            unit,
            Service.TrimmedOrNull(),
            Team.TrimmedOrNull(),
            [.. words.OfType<Severity>()],
            Drills == true
        );
        return null;
    }
}

/// <summary>A <see cref="StatisticsQuery"/> after validation.</summary>
/// <param name="Severities">Empty for all.</param>
public sealed record StatisticsScope(
    DateTime From,
    DateTime To,
    CalendarUnit Unit,
    string? Service,
    string? Team,
    IReadOnlyList<Severity> Severities,
    bool WithDrills
);
