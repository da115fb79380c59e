using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Statistics of the incidents detected in a period.</summary>
/// <param name="N">Number of incidents counted.</param>
/// <param name="LeftOut">Number of drills in the period that are not counted.</param>
/// <param name="Detect">From the start of the impact to detection.</param>
/// <param name="Services">Services of all incidents, for filters.</param>
public sealed record IncidentStatisticsResponse(
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

/// <param name="Start">First day of the week or month.</param>
/// <param name="Total">Count of all severities.</param>
public sealed record IncidentCount(
    DateOnly Start,
    int Total,
    int Sev1,
    int Sev2,
    int Sev3,
    int Sev4,
    int Sev5
);

/// <summary>Durations of the incidents detected in one week or month.</summary>
public sealed record SpreadAt(
    DateOnly Start,
    int N,
    int LeftOut,
    long? MedianSeconds,
    long? P90Seconds
);

/// <summary>A duration, such as time to detect, for the whole period and by week.</summary>
/// <param name="Definition">What it measures, as a sentence.</param>
public sealed record TimeTo(string Definition, Spread Overall, IReadOnlyList<SpreadAt> Series);

/// <param name="Share">Share of all counted incidents, 0 to 1.</param>
public sealed record DetectionShare(DetectionSource Source, int Count, double Share);

/// <summary>Reviews of incidents that were resolved in the period.</summary>
/// <param name="Definition">What is counted, in words.</param>
/// <param name="N">Reviews counted.</param>
/// <param name="LeftOut">
/// Not counted: waived, or not held yet while the 24 hours are still running.
/// </param>
/// <param name="Within">Of these, held within 24 hours of resolution.</param>
public sealed record ReviewStatisticsResponse(
    DateTime From,
    DateTime To,
    string Definition,
    int N,
    int LeftOut,
    int Within,
    IReadOnlyList<HeldCount> Held
);

/// <param name="Start">First day of the week or month of the resolutions.</param>
/// <param name="Within">Of the <paramref name="N"/>, held within 24 hours.</param>
public sealed record HeldCount(DateOnly Start, int N, int LeftOut, int Within);

/// <summary>Open actions by age, and how long completed ones took.</summary>
/// <param name="N">Open actions, whenever they were proposed.</param>
/// <param name="LeftOut">Always 0: each open action has an age.</param>
/// <param name="Completion">
/// From proposal to completion, of those completed in the period.
/// </param>
public sealed record ActionStatisticsResponse(
    DateTime From,
    DateTime To,
    string Definition,
    int N,
    int LeftOut,
    IReadOnlyList<ActionAge> Open,
    Spread Completion
);

/// <summary>Open actions of one age.</summary>
/// <param name="FromDays">Minimum number of days since they were proposed.</param>
/// <param name="ToDays">Maximum number of days; null for the oldest.</param>
/// <param name="Overdue">Of the <paramref name="Count"/>, past their due date.</param>
public sealed record ActionAge(int FromDays, int? ToDays, int Count, int Overdue);
