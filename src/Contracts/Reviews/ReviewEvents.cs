using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Reviews;

/// <summary>Where a local review stands.</summary>
public enum ReviewStatus
{
    Open,
    Held,
    Published,
    Waived,
}

/// <summary>Kind of contributing factor.</summary>
public enum FactorCategory
{
    Technical,
    Process,
    Monitoring,
}

/// <summary>A review without its contents: safe to tell anybody, also while it is a draft.</summary>
/// <param name="DueAt">Null while the incident is not resolved: opened early by hand, or reopened since.</param>
/// <param name="PublishedAt">Of the first revision; <paramref name="Revision"/> counts from 1, 0 before.</param>
public sealed record ReviewState(
    Guid Id,
    Guid IncidentId,
    int IncidentNumber,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    ReviewStatus Status,
    DateTime OpenedAt,
    DateTime? DueAt,
    Person? Owner,
    DateTime? HeldAt,
    DateTime? PublishedAt,
    int Revision
);

/// <summary>One of several things that together made the incident possible (never a single root cause).</summary>
public sealed record Factor(Guid Id, string Title, FactorCategory Category, string? Description);

/// <summary>An action as the review proposed it.</summary>
public sealed record ProposedAction(Guid Id, string Title, ActionType Type, string? Description);

/// <summary>A published revision: immutable, and whole.</summary>
/// <param name="Url">Path of its permanent page, e.g. <c>/published/{id}/1</c>.</param>
/// <param name="Notes">Markdown.</param>
public sealed record PublishedReview(
    int Revision,
    string Url,
    string Summary,
    string? Notes,
    IReadOnlyList<Factor> Factors,
    IReadOnlyList<ProposedAction> Actions,
    Impact? Impact,
    DateTime DetectedAt,
    DateTime? ResolvedAt,
    DateTime PublishedAt,
    Person PublishedBy
);

/// <summary>The incident is resolved and policy asks for a review.</summary>
public sealed record ReviewOpened(ReviewState Review) : IEvent;

/// <summary>Somebody answers for it.</summary>
public sealed record ReviewOwnerAssigned(ReviewState Review, Person Owner) : IEvent;

/// <summary>The meeting took place.</summary>
public sealed record ReviewHeld(ReviewState Review) : IEvent;

/// <summary>An action came out of the review; the action tracker takes it from here.</summary>
public sealed record ReviewActionProposed(ReviewState Review, ProposedAction Action, Guid? FactorId)
    : IEvent;

/// <summary>The draft review no longer proposes an action it proposed before.</summary>
public sealed record ReviewActionWithdrawn(ReviewState Review, ProposedAction Action) : IEvent;

/// <summary>Revision 1 is out.</summary>
public sealed record ReviewPublished(ReviewState Review, PublishedReview Published) : IEvent;

/// <summary>A later revision is out.</summary>
public sealed record ReviewRevised(ReviewState Review, PublishedReview Published) : IEvent;

/// <summary>Somebody decided, with a reason, that none is needed.</summary>
public sealed record ReviewWaived(ReviewState Review, string Reason) : IEvent;

/// <summary>The due time passed without publication.</summary>
public sealed record ReviewOverdue(ReviewState Review) : IEvent;
