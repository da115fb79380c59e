using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Reviews;

namespace Pir.Reviews.Domain;

/// <summary>A contributing factor in a draft.</summary>
public sealed class ReviewFactor
{
    public required Guid Id { get; init; }
    public required int Position { get; init; }
    public required string Title { get; set; }
    public required FactorCategory Category { get; set; }
    public string? Description { get; set; }

    /// <summary>
    /// The review's version in which it last changed; 0 if unchanged since it was added.
    /// </summary>
    public int ChangedIn { get; set; }

    public Factor ToFactor() => new(Id, Title, Category, Description);
}

/// <summary>An action that a draft proposes. The action tracker has it under the same id.</summary>
public sealed class ReviewAction
{
    public required Guid Id { get; init; }
    public required int Position { get; init; }
    public required string Title { get; init; }
    public required ActionType Type { get; init; }
    public string? Description { get; init; }
    public Guid? FactorId { get; set; }

    /// <summary>A published revision contains it, so it cannot be withdrawn.</summary>
    public bool IsPublished { get; set; }

    public ProposedAction ToProposed() => new(Id, Title, Type, Description);

    public FoundAction ToFound() => new(Id, Title, Type, Description, FactorId);
}

/// <summary>An earlier version of the notes.</summary>
public sealed class EarlierNotes
{
    public required Guid Id { get; init; }
    public required Guid ReviewId { get; init; }
    public required string Text { get; init; }
    public required string WrittenBy { get; init; }
    public required DateTime WrittenAt { get; init; }
    public required string ReplacedBy { get; init; }
    public required DateTime ReplacedAt { get; init; }
}

/// <summary>One entry of a review's history. Notes have their own history.</summary>
public sealed class ReviewChange
{
    public required Guid Id { get; init; }
    public required Guid ReviewId { get; init; }
    public required ReviewChangeKind Kind { get; init; }
    public string? Detail { get; init; }
    public required string ActorKind { get; init; }
    public required string ActorId { get; init; }
    public required string ActorName { get; init; }
    public required DateTime At { get; init; }

    public Actor Actor => new(ActorKind, ActorId, ActorName);
}

/// <summary>A pending event of the review, and when it happened.</summary>
public sealed record Told(IEvent Fact, DateTime OccurredAt, Actor By);
