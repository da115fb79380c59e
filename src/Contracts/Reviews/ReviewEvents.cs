using Pir.Contracts.Actions;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Reviews;

/// <summary>The status of a local review.</summary>
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
/// A review without its contents, which is safe to share even while it is a draft.
/// </summary>
/// <param name="DueAt">
/// Null while the incident is not resolved: the review was opened early by hand, or the incident
/// was reopened.
/// </param>
/// <param name="PublishedAt">
/// When the first revision was published. <paramref name="Revision"/> counts from 1 and is 0
/// before that.
/// </param>
/// <param name="IsSilent">Whether its incident's events are not sent to subscribers.</param>
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
    int Revision,
    bool IsSilent = false
);

/// <summary>
/// One of several things that together made the incident possible (never a single root cause).
/// </summary>
public sealed record Factor(Guid Id, string Title, FactorCategory Category, string? Description);

/// <summary>An action, as proposed by the review.</summary>
public sealed record ProposedAction(Guid Id, string Title, ActionType Type, string? Description);

/// <summary>The kind of a finding.</summary>
public enum FindingKind
{
    /// <summary>An answer to one of the questions a review asks.</summary>
    Answer,
    Learning,
    Luck,
    WentWell,
    WentWrong,
}

/// <summary>A finding of the review that is neither a factor nor an action.</summary>
/// <param name="Question">
/// <c>detect</c>, <c>diagnose</c>, <c>resolve</c>, <c>actions</c>, <c>luck</c>, <c>learned</c>,
/// <c>prevent</c> or <c>well</c>; only for answers.
/// </param>
public sealed record Finding(Guid Id, FindingKind Kind, string? Question, string Text);

/// <summary>
/// Who may read a review before it is published: these accounts, and the members of these teams.
/// Never sent outside the product.
/// </summary>
/// <param name="People">Ids of accounts.</param>
/// <param name="Teams">Names of teams, spelled as in the incident.</param>
public sealed record ReviewAudience(IReadOnlyList<string> People, IReadOnlyList<string> Teams);

/// <summary>A published revision: immutable and complete.</summary>
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

/// <summary>A review was opened, by the policy or by hand.</summary>
public sealed record ReviewOpened(ReviewState Review) : IEvent;

/// <summary>The review was assigned to an owner.</summary>
public sealed record ReviewOwnerAssigned(ReviewState Review, Person Owner) : IEvent;

/// <summary>The review meeting took place.</summary>
public sealed record ReviewHeld(ReviewState Review) : IEvent;

/// <summary>The review proposed an action, which the action tracker takes over.</summary>
/// <param name="Audience">
/// Who may read the action until a published revision contains it; null means everyone (events from
/// before audiences existed).
/// </param>
public sealed record ReviewActionProposed(
    ReviewState Review,
    ProposedAction Action,
    Guid? FactorId,
    ReviewAudience? Audience = null
) : IEvent;

/// <summary>The set of people who may read the draft changed.</summary>
public sealed record ReviewAudienceChanged(ReviewState Review, ReviewAudience Audience) : IEvent;

/// <summary>The draft review withdrew an action that it had proposed.</summary>
/// <param name="Audience">As in <see cref="ReviewActionProposed"/>.</param>
public sealed record ReviewActionWithdrawn(
    ReviewState Review,
    ProposedAction Action,
    ReviewAudience? Audience = null
) : IEvent;

/// <summary>The first revision was published.</summary>
public sealed record ReviewPublished(ReviewState Review, PublishedReview Published) : IEvent;

/// <summary>A later revision was published.</summary>
public sealed record ReviewRevised(ReviewState Review, PublishedReview Published) : IEvent;

/// <summary>The review was waived, with a reason.</summary>
public sealed record ReviewWaived(ReviewState Review, string Reason) : IEvent;

/// <summary>The due time passed before publication.</summary>
public sealed record ReviewOverdue(ReviewState Review) : IEvent;
