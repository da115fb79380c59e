using Pir.Contracts.Incidents;
using Pir.Platform.Decisions;

namespace Pir.Reviews.Domain;

/// <summary>
/// Somebody took a role in the incident after its end, or a team was given it. The review's owner
/// decides whether they may read the draft, or an attendee who may write reviews.
/// </summary>
public sealed class AccessRequest
{
    public required Guid Id { get; init; }
    public required bool IsTeam { get; init; }

    /// <summary>Account; null for a team, and for somebody without one.</summary>
    public string? PersonId { get; init; }

    /// <summary>
    /// The team's, or what whoever gave the role called the person: only the account is proof.
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

    /// <summary>Whether letting them in has an effect: drafts are read with an account.</summary>
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

/// <summary>A team whose members read a draft.</summary>
public sealed class ReaderTeam
{
    public required Guid ReviewId { get; init; }
    public required string Team { get; init; }

    /// <summary>Let in by a decision; otherwise it is the team that responded.</summary>
    public bool IsAccepted { get; init; }
}
