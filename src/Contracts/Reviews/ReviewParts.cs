using Pir.Contracts.Actions;

namespace Pir.Contracts.Reviews;

/// <summary>An action and the factor it came from.</summary>
public sealed record FoundAction(
    Guid Id,
    string Title,
    ActionType Type,
    string? Description,
    Guid? FactorId
);

/// <summary>Why someone attends a review.</summary>
public enum AttendeeSource
{
    Owner,
    Role,
    Team,
    Invited,
    Joined,
}

/// <summary>The kinds of changes to a review.</summary>
public enum ReviewChangeKind
{
    Opened,
    TakenUpAgain,
    DueChanged,
    OwnerAssigned,
    SummaryWritten,
    FactorAdded,
    FactorChanged,
    FactorRemoved,
    ActionProposed,
    ActionWithdrawn,
    Held,
    Published,
    Waived,
    BecameOverdue,
    AttendeeInvited,
    AttendeeJoined,
    AttendeeRemoved,
    AttendeeHeard,
    DirectiveAcknowledged,
    Scheduled,
    FindingAdded,
    FindingChanged,
    FindingRemoved,
    AccessAsked,
    AccessAccepted,
    AccessDeclined,
}

/// <summary>Why a place in a text gets a hint.</summary>
public enum LanguageHintKind
{
    /// <summary>Words that tend to blame.</summary>
    Blame,

    /// <summary>A person's name where the role would be enough.</summary>
    Name,
}

/// <summary>A place in a text and the question to ask about it. A hint, never an error.</summary>
/// <param name="Start">Index of its first character (UTF-16).</param>
/// <param name="Text">The text at that place.</param>
public sealed record LanguageHint(
    int Start,
    int Length,
    string Text,
    LanguageHintKind Kind,
    string Ask
);
