namespace Pir.Contracts.Incidents;

/// <summary>Something to do while the incident lasts.</summary>
/// <param name="Team">Who does it, if a team; null for a person or nobody yet.</param>
/// <param name="Person">Who does it, if a person.</param>
/// <param name="Rule">The automation rule that added it; null if a person did.</param>
public sealed record IncidentTaskState(
    Guid Id,
    string Text,
    string? Team,
    Person? Person,
    string? Rule,
    DateTime AddedAt,
    DateTime? DoneAt,
    Person? DoneBy
);

/// <summary>What changed about a task.</summary>
public enum TaskChange
{
    Assigned,
    Done,
    Reopened,
}
