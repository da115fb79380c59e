using Pir.Contracts.Audit;
using Pir.Contracts.Events;

namespace Pir.Contracts.Api;

/// <summary>One entry of the audit log.</summary>
/// <param name="Action">Stable name to filter by, e.g. <c>incident-resolved</c>.</param>
/// <param name="Words">
/// What was done, with a placeholder for the subject: <c>resolved {incident}</c>.
/// </param>
/// <param name="Sentence">
/// The entry as a sentence: <c>Mara Lind resolved INC-7 Checkout down</c>.
/// </param>
/// <param name="Address">Network address of the caller.</param>
public sealed record AuditLine(
    Guid Id,
    DateTime At,
    string Action,
    string Words,
    Actor Actor,
    AuditSubject Subject,
    string Sentence,
    string? Detail,
    string? Address
);

/// <summary>An action in the audit log, for filters.</summary>
public sealed record AuditActionList(IReadOnlyList<AuditAction> Items);

/// <param name="Text">Its meaning, for people: <c>Resolved an incident</c>.</param>
public sealed record AuditAction(string Action, string Text);
