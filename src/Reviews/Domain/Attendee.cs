using Pir.Contracts.Reviews;

namespace Pir.Reviews.Domain;

/// <summary>Someone who attends a review: they can read the draft and are heard.</summary>
public sealed class Attendee
{
    public required Guid Id { get; init; }

    /// <summary>
    /// Id of the account; null for a person without one, who cannot read the draft.
    /// </summary>
    public string? PersonId { get; init; }
    public required string Name { get; set; }
    public required AttendeeSource Source { get; set; }

    /// <summary>
    /// Their role in the incident, in words; null for people who only attend.
    /// </summary>
    public string? Part { get; set; }
    public required DateTime AddedAt { get; init; }

    /// <summary>When their account of the incident was recorded as heard.</summary>
    public DateTime? HeardAt { get; set; }

    /// <summary>When they agreed to the prime directive.</summary>
    public DateTime? AcknowledgedAt { get; set; }

    public bool Is(string? personId, string name) =>
        PersonId is not null && personId is not null
            ? PersonId == personId
            : PersonId == personId && string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
