using Pir.Contracts.Audit;
using Pir.Contracts.Events;

namespace Pir.Contracts.Api;

/// <summary>One line of the audit log.</summary>
/// <param name="Action">Stable word to filter by, e.g. <c>incident-resolved</c>.</param>
/// <param name="Words">
/// What was done, with the kind of the subject in its place: <c>resolved {incident}</c>.
/// </param>
/// <param name="Sentence">
/// The line for people: <c>Mara Lind resolved INC-7 Checkout down</c>.
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

/// <summary>What the audit log tells of, by the words of its filter.</summary>
public sealed record AuditActionList(IReadOnlyList<AuditAction> Items);

/// <param name="Text">What it means, for people: <c>Resolved an incident</c>.</param>
public sealed record AuditAction(string Action, string Text);
