namespace Pir.Contracts.Incidents;

/// <summary>The outcome of a request to join an incident.</summary>
public enum JoinStatus
{
    /// <summary>Nobody has decided yet.</summary>
    Pending,
    Accepted,
    Declined,

    /// <summary>The person no longer asks.</summary>
    Withdrawn,
}

/// <summary>A person's request to join an incident.</summary>
/// <param name="Role">The role asked for; null leaves the choice to whoever accepts.</param>
/// <param name="Discipline">What a subject matter expert knows.</param>
/// <param name="Note">What the person can add.</param>
/// <param name="DecidedBy">Null while it is pending.</param>
/// <param name="Reason">Why it was declined, if somebody said.</param>
public sealed record JoinRequestState(
    Guid Id,
    Person Person,
    IncidentRole? Role,
    string? Discipline,
    string? Note,
    JoinStatus Status,
    DateTime RequestedAt,
    DateTime? DecidedAt,
    Person? DecidedBy,
    string? Reason
);
