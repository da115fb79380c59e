using Pir.Contracts.Events;

namespace Pir.Contracts.Audit;

/// <summary>The subject of an action, named as people know it.</summary>
/// <param name="Kind"><c>incident</c>, <c>source</c>, <c>user</c> and so on.</param>
/// <param name="Id">Missing if there is only one of its kind.</param>
/// <param name="Reference">The short reference, e.g. <c>INC-7</c>; missing if it has none.</param>
/// <param name="Name">Its name at that time; it may no longer exist.</param>
public sealed record AuditSubject(string Kind, string? Id, string? Reference, string Name);

/// <summary>
/// Someone did something that the audit log records. The event envelope carries who and when.
/// </summary>
/// <param name="Action">A stable identifier to filter by, e.g. <c>incident-resolved</c>.</param>
/// <param name="Words">
/// What was done, as the rest of a sentence after the name of the actor: <c>resolved
/// {incident}</c>. The kind in braces is a placeholder for the subject.
/// </param>
/// <param name="Detail">More details.</param>
/// <param name="Address">Network address of the caller, if known.</param>
public sealed record AuditEntryRecorded(
    string Action,
    string Words,
    AuditSubject Subject,
    string? Detail,
    string? Address
) : IEvent;
