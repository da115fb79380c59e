using Pir.Contracts.Actions;
using Pir.Contracts.Incidents;
using Pir.Contracts.References;
using Pir.Contracts.Texts;
using Pir.Platform.Decisions;
using Pir.Platform.Persistence;
using Pir.Platform.Time;

namespace Pir.ActionTracking.Domain;

/// <summary>
/// Work that makes an incident less likely or less severe. An action is proposed, then accepted
/// with an assignee and a due date, then completed; or it is declined, with a reason.
/// </summary>
public sealed class ActionItem : IAggregate
{
    public const int MaxTitle = 300;
    public const int MaxDescription = 4_000;
    public const int MaxNote = 2_000;
    public const int MaxName = 200;

    public Guid Id { get; set; }

    /// <summary>Shown as <c>ACT-{Number}</c>.</summary>
    public int Number { get; set; }
    public string Title { get; set; } = "";
    public ActionType Type { get; set; }
    public string? Description { get; set; }
    public ActionStatus Status { get; set; }
    public Guid? IncidentId { get; set; }
    public int? IncidentNumber { get; set; }
    public Guid? ReviewId { get; set; }
    public string? Service { get; set; }
    public string? Team { get; set; }
    public Severity? Severity { get; set; }

    /// <summary>Whether its events are not sent to subscribers; as for its incident.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Id of the assignee's account; null for a person without one.</summary>
    public string? AssigneeId { get; set; }
    public string? AssigneeName { get; set; }
    public DateTime? DueAt { get; set; }
    public DateTime ProposedAt { get; set; }
    public DateTime? AcceptedAt { get; set; }
    public DateTime? CompletedAt { get; set; }
    public string? CompletionNote { get; set; }
    public DateTime? DeclinedAt { get; set; }
    public string? DeclineReason { get; set; }

    /// <summary>The due date whose overdue event was raised, so that it is raised once.</summary>
    public DateTime? OverdueToldFor { get; set; }

    /// <summary>
    /// Proposed by a review and not in a published revision yet: visible to the review's attendees
    /// only, and never told outside.
    /// </summary>
    public bool IsDraft { get; set; }
    public int Version { get; set; }

    public bool IsOpen => Status is ActionStatus.Proposed or ActionStatus.Accepted;

    public Person? Assignee => AssigneeName is null ? null : new(AssigneeId, AssigneeName);

    /// <summary>A new proposal. The draft must have passed <see cref="ActionRules"/>.</summary>
    public static ActionItem Propose(Guid id, int number, ActionDraft draft, DateTime now) =>
        new()
        {
            Id = id,
            Number = number,
            Title = draft.Title.Trim().Truncated(MaxTitle),
            Type = draft.Type,
            Description = draft.Description.TrimmedOrNull()?.Truncated(MaxDescription),
            Status = ActionStatus.Proposed,
            IncidentId = draft.IncidentId,
            IncidentNumber = draft.IncidentNumber,
            ReviewId = draft.ReviewId,
            Service = draft.Service.TrimmedOrNull()?.Truncated(MaxName),
            Team = draft.Team.TrimmedOrNull()?.Truncated(MaxName),
            Severity = draft.Severity,
            IsSilent = draft.IsSilent,
            ProposedAt = now.ToMicroseconds(),
        };

    /// <summary>Whether it is open and its due date has passed.</summary>
    public bool IsOverdueAt(DateTime now) => IsOpen && DueAt < now;

    /// <summary>
    /// Assignee and due date together accept an action. Once it is accepted, both can be changed.
    /// </summary>
    public Decision Assign(Person assignee, DateTime dueAt, DateTime now)
    {
        if (!IsOpen)
        {
            return CannotBe($"is {Word(Status)}; reopen it first.");
        }

        var isAcceptance = Status == ActionStatus.Proposed;
        var changes = new Changes();
        AssigneeName = changes.Note(
            "assignee",
            AssigneeName,
            assignee.Name.Trim().Truncated(MaxName)
        );
        AssigneeId = changes.Note(
            "assigneeId",
            AssigneeId,
            assignee.Id.TrimmedOrNull()?.Truncated(MaxName)
        );
        DueAt = changes.Note("dueAt", DueAt, dueAt.ToMicroseconds());
        if (isAcceptance)
        {
            Status = ActionStatus.Accepted;
            AcceptedAt = now.ToMicroseconds();
            return Decision.Changed(new ActionAccepted(ToState()));
        }

        return changes.IsEmpty
            ? Decision.Nothing
            : Decision.Changed(new ActionChanged(ToState(), changes.List));
    }

    /// <summary>Changes its text, type or team.</summary>
    public Decision Edit(ActionEdit edit)
    {
        var changes = new Changes();
        Title = changes.Note("title", Title, edit.Title?.Trim() ?? Title)!;
        Type = changes.Note("type", Type, edit.Type ?? Type);
        Description = edit.Description is null
            ? Description
            : changes.Note("description", Description, edit.Description.TrimmedOrNull());
        Team = edit.Team is null ? Team : changes.Note("team", Team, edit.Team.TrimmedOrNull());
        return changes.IsEmpty
            ? Decision.Nothing
            : Decision.Changed(new ActionChanged(ToState(), changes.List));
    }

    /// <summary>Completes the action. An unassigned action must be assigned first.</summary>
    public Decision Complete(string? note, DateTime now)
    {
        if (Status == ActionStatus.Completed)
        {
            return Decision.Nothing;
        }

        if (Status != ActionStatus.Accepted)
        {
            var cure =
                Status == ActionStatus.Proposed
                    ? "assign it with a due date first"
                    : "reopen it first";
            return CannotBe($"is {Word(Status)}; {cure}.");
        }

        Status = ActionStatus.Completed;
        CompletedAt = now.ToMicroseconds();
        CompletionNote = note.TrimmedOrNull();
        return Decision.Changed(new ActionCompleted(ToState(), CompletionNote));
    }

    /// <summary>Declines the action.</summary>
    public Decision Decline(string reason, DateTime now)
    {
        if (Status == ActionStatus.Declined)
        {
            return Decision.Nothing;
        }

        if (Status == ActionStatus.Completed)
        {
            return CannotBe("is completed; reopen it first.");
        }

        Status = ActionStatus.Declined;
        DeclinedAt = now.ToMicroseconds();
        DeclineReason = reason.Trim();
        return Decision.Changed(new ActionDeclined(ToState(), DeclineReason));
    }

    /// <summary>
    /// Reopens the action. It returns to accepted if it has an assignee and a due date, and to
    /// proposed otherwise.
    /// </summary>
    public Decision Reopen(string reason)
    {
        if (IsOpen)
        {
            return Decision.Nothing;
        }

        var changes = new Changes();
        var back =
            AssigneeName is not null && DueAt is not null
                ? ActionStatus.Accepted
                : ActionStatus.Proposed;
        Status = changes.Note("status", Status, back);
        (CompletedAt, CompletionNote, DeclinedAt, DeclineReason) = (null, null, null, null);
        return Decision.Changed(new ActionChanged(ToState(), changes.List, reason.Trim()));
    }

    /// <summary>Records that the due date has passed, once per due date.</summary>
    public Decision PassDue(DateTime now)
    {
        if (!IsOverdueAt(now) || OverdueToldFor == DueAt)
        {
            return Decision.Nothing;
        }

        OverdueToldFor = DueAt;
        return Decision.Changed(new ActionOverdue(ToState()));
    }

    /// <summary>
    /// Takes over changes of its incident. A service or team set on the action itself stays.
    /// </summary>
    public void Follow(IncidentFacts before, IncidentFacts now)
    {
        Severity = now.Severity;
        Service = Service == before.Service ? now.Service : Service;
        Team = Team == before.Team ? now.Team : Team;
    }

    /// <summary>The action as events carry it.</summary>
    public ActionState ToState() =>
        new(
            Id,
            Number,
            Title,
            Type,
            Description,
            Status,
            IncidentId,
            IncidentNumber,
            ReviewId,
            Service,
            Team,
            Severity,
            Assignee,
            DueAt,
            ProposedAt,
            CompletedAt,
            DeclineReason,
            IsSilent
        );

    private Decision CannotBe(string why) =>
        Decision.Conflict("invalid-transition", $"{Reference.OfAction(Number)} {why}");

    private static string Word(ActionStatus status) => status.ToString().ToLowerInvariant();
}

/// <summary>The initial values of an action.</summary>
public sealed record ActionDraft(
    string Title,
    ActionType Type,
    string? Description,
    Guid? IncidentId,
    int? IncidentNumber,
    Guid? ReviewId,
    string? Service,
    string? Team,
    Severity? Severity,
    bool IsSilent = false
);

/// <summary>Changes to make. Null keeps a value, and an empty text clears it.</summary>
public sealed record ActionEdit(string? Title, ActionType? Type, string? Description, string? Team);
