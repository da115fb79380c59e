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

/// <summary>
/// A review without its contents: safe to tell anybody, also while it is a draft.
/// </summary>
/// <param name="DueAt">
/// Null while the incident is not resolved: opened early by hand, or reopened since.
/// </param>
/// <param name="PublishedAt">
/// Of the first revision; <paramref name="Revision"/> counts from 1, 0 before.
/// </param>
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

/// <summary>
/// One of several things that together made the incident possible (never a single root cause).
/// </summary>
public sealed record Factor(Guid Id, string Title, FactorCategory Category, string? Description);

/// <summary>An action as the review proposed it.</summary>
public sealed record ProposedAction(Guid Id, string Title, ActionType Type, string? Description);

/// <summary>What a note became.</summary>
public enum FindingKind
{
    /// <summary>An answer to one of the questions a review asks.</summary>
    Answer,
    Learning,
    Luck,
    WentWell,
    WentWrong,
}

/// <summary>Something the review found out that is neither a factor nor an action.</summary>
/// <param name="Question">
/// <c>detect</c>, <c>diagnose</c>, <c>resolve</c>, <c>actions</c>, <c>luck</c>, <c>learned</c>,
/// <c>prevent</c> or <c>well</c>; only an answer has one.
/// </param>
public sealed record Finding(Guid Id, FindingKind Kind, string? Question, string Text);

/// <summary>
/// Who may read a review before it is published: these accounts, and the members of these teams.
/// Never told outside the product.
/// </summary>
/// <param name="People">Ids of accounts.</param>
/// <param name="Teams">Names, spelled as in the incident.</param>
public sealed record ReviewAudience(IReadOnlyList<string> People, IReadOnlyList<string> Teams);

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
    Person PublishedBy,
    IReadOnlyList<Finding>? Findings = null
);

/// <summary>The incident is resolved and policy asks for a review.</summary>
public sealed record ReviewOpened(ReviewState Review) : IEvent;

/// <summary>Somebody answers for it.</summary>
public sealed record ReviewOwnerAssigned(ReviewState Review, Person Owner) : IEvent;

/// <summary>The meeting took place.</summary>
public sealed record ReviewHeld(ReviewState Review) : IEvent;

/// <summary>An action came out of the review; the action tracker takes it from here.</summary>
/// <param name="Audience">
/// Who may read it until a published revision contains it; null means everybody (as told before
/// there were audiences).
/// </param>
public sealed record ReviewActionProposed(
    ReviewState Review,
    ProposedAction Action,
    Guid? FactorId,
    ReviewAudience? Audience = null
) : IEvent;

/// <summary>Somebody may read the draft from now on, or no longer.</summary>
public sealed record ReviewAudienceChanged(ReviewState Review, ReviewAudience Audience) : IEvent;

/// <summary>The draft review no longer proposes an action it proposed before.</summary>
/// <param name="Audience">As in <see cref="ReviewActionProposed"/>.</param>
public sealed record ReviewActionWithdrawn(
    ReviewState Review,
    ProposedAction Action,
    ReviewAudience? Audience = null
) : IEvent;

/// <summary>Revision 1 is out.</summary>
public sealed record ReviewPublished(ReviewState Review, PublishedReview Published) : IEvent;

/// <summary>A later revision is out.</summary>
public sealed record ReviewRevised(ReviewState Review, PublishedReview Published) : IEvent;

/// <summary>Somebody decided, with a reason, that none is needed.</summary>
public sealed record ReviewWaived(ReviewState Review, string Reason) : IEvent;

/// <summary>The due time passed without publication.</summary>
public sealed record ReviewOverdue(ReviewState Review) : IEvent;
