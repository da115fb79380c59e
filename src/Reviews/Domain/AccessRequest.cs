using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;

namespace Pir.Reviews.Domain;

/// <summary>
/// Someone took a role in the incident after its resolution, or a team took over the incident. The
/// review's owner, or an attendee who may write reviews, decides whether they may read the draft.
/// </summary>
public sealed class AccessRequest
{
    public required Guid Id { get; init; }
    public required bool IsTeam { get; init; }

    /// <summary>Id of the account; null for a team, or for a person without one.</summary>
    public string? PersonId { get; init; }

    /// <summary>
    /// Name of the team, or the name given with the role. Only the account identifies a person.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The roles they took.</summary>
    public string? Part { get; init; }
    public required DateTime AskedAt { get; init; }
    public DateTime? DecidedAt { get; private set; }
    public string? DecidedBy { get; private set; }
    public bool IsAccepted { get; private set; }

    public bool IsPending => DecidedAt is null;
    public bool IsDeclined => !IsPending && !IsAccepted;

    /// <summary>Whether access has an effect: reading a draft takes an account.</summary>
    public bool CanRead => IsTeam || PersonId is not null;
    public Person Person => new(PersonId, Name);

    public bool Is(string? personId, string name) =>
        PersonId is not null && personId is not null
            ? PersonId == personId
            : PersonId == personId && string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    internal void Decide(bool isAccepted, Stamp stamp)
    {
        IsAccepted = isAccepted;
        (DecidedAt, DecidedBy) = (stamp.At, stamp.By.Name);
    }
}

/// <summary>A team whose members can read a draft.</summary>
public sealed class ReaderTeam
{
    public required Guid ReviewId { get; init; }
    public required string Team { get; init; }

    /// <summary>Given access by a decision; otherwise the team that responded.</summary>
    public bool IsAccepted { get; init; }
}
