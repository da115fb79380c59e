using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Adds a task to an incident.</summary>
/// <param name="Team">The team that does it; not together with a person.</param>
/// <param name="Person">The person who does it, by id and name, or by name alone.</param>
public sealed record AddTaskRequest(string? Text, string? Team = null, Person? Person = null);

/// <summary>Assigns, ticks or reopens a task. Missing values stay.</summary>
/// <param name="Team">An empty text takes the task from its team.</param>
public sealed record ChangeTaskRequest(
    string? Team = null,
    Person? Person = null,
    bool? IsDone = null,
    int? Version = null
);

/// <summary>A task of an incident.</summary>
/// <param name="Rule">The automation rule that added it; missing if a person did.</param>
public sealed record TaskResponse(
    Guid Id,
    string Text,
    string? Team,
    Person? Person,
    string? Rule,
    DateTime AddedAt,
    DateTime? DoneAt,
    Person? DoneBy,
    int Version
);
