using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Timeline;

/// <summary>
/// When an activity was requested, started and finished, and the durations between. Pages and
/// answers use these.
/// </summary>
public sealed record ActivityTimes(DateTime RequestedAt, DateTime? StartedAt, DateTime? FinishedAt)
{
    /// <summary>From the request to the start; until now if nobody has started.</summary>
    public TimeSpan Waiting(DateTime now) => (StartedAt ?? now) - RequestedAt;

    /// <summary>From the start to the end, or until now; null if nobody has started.</summary>
    public TimeSpan? Working(DateTime now) => (FinishedAt ?? now) - StartedAt;
}

/// <summary>Something that somebody was asked to do during an incident.</summary>
/// <param name="IsSilent">Whether its incident's events are not sent to subscribers.</param>
public sealed record ActivityState(
    Guid Id,
    Guid IncidentId,
    string Title,
    Person? Owner,
    DateTime RequestedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    int Version,
    bool IsSilent
);

/// <summary>An activity was added, or it was started, finished or corrected.</summary>
public sealed record ActivityRecorded(ActivityState Activity) : IEvent;
