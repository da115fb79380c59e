namespace Pir.Reviews.Domain;

/// <summary>How somebody came to attend a review.</summary>
public enum AttendeeSource
{
    Owner,
    Role,
    Team,
    Invited,
    Joined,
}

/// <summary>Somebody who attends a review: reads its draft, and is heard in it.</summary>
public sealed class Attendee
{
    public required Guid Id { get; init; }

    /// <summary>
    /// Account; null for somebody without one, who can be heard but reads nothing here.
    /// </summary>
    public string? PersonId { get; init; }
    public required string Name { get; set; }
    public required AttendeeSource Source { get; set; }

    /// <summary>
    /// What they did in the incident, as they would call it; null for who only attends.
    /// </summary>
    public string? Part { get; set; }
    public required DateTime AddedAt { get; init; }

    /// <summary>When somebody noted that their account of it was heard.</summary>
    public DateTime? HeardAt { get; set; }

    /// <summary>When they agreed to the prime directive.</summary>
    public DateTime? AcknowledgedAt { get; set; }

    public bool Is(string? personId, string name) =>
        PersonId is not null && personId is not null
            ? PersonId == personId
            : PersonId == personId && string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
