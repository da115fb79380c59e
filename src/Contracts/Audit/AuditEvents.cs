using Pir.Contracts.Events;

namespace Pir.Contracts.Audit;

/// <summary>What something was done to, named as people know it.</summary>
/// <param name="Kind"><c>incident</c>, <c>source</c>, <c>user</c> and so on.</param>
/// <param name="Id">Absent where there is only one of its kind.</param>
/// <param name="Reference">What people call it, e.g. <c>INC-7</c>; absent if it has none.</param>
/// <param name="Name">Its name at the time; it may be gone since.</param>
public sealed record AuditSubject(string Kind, string? Id, string? Reference, string Name);

/// <summary>
/// Somebody did something that the audit log tells of. Who and when travel beside it.
/// </summary>
/// <param name="Action">Stable word to filter by, e.g. <c>incident-resolved</c>.</param>
/// <param name="Words">
/// What was done, as a sentence goes on after the name of who did it: <c>resolved {incident}</c>.
/// The kind of the subject in braces stands for the subject.
/// </param>
/// <param name="Detail">What else there is to say.</param>
/// <param name="Address">Network address of the caller, where it is known.</param>
public sealed record AuditEntryRecorded(
    string Action,
    string Words,
    AuditSubject Subject,
    string? Detail,
    string? Address
) : IEvent;
