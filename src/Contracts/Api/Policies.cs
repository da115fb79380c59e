using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Contracts.Api;

/// <summary>The rules for reviews.</summary>
/// <param name="OpenFor">Severities whose incidents get a review when they are resolved.</param>
/// <param name="HoursUntilDue">Counted from the incident's resolution.</param>
/// <param name="Needed">
/// Required besides summary and factors: any of impact, actions, learnings, wentWell, questions.
/// </param>
/// <param name="Phrases">What the language check asks about.</param>
/// <param name="NeutralFor">
/// Severities whose review should be led by someone without a role in the incident.
/// </param>
/// <param name="Version">Send it back with a change; 0 until the first change.</param>
public sealed record PolicyResponse(
    IReadOnlyList<Severity> OpenFor,
    double HoursUntilDue,
    IReadOnlyList<string> Needed,
    IReadOnlyList<Phrase> Phrases,
    IReadOnlyList<Severity> NeutralFor,
    DateTime? ChangedAt,
    string? ChangedBy,
    int Version
);

/// <summary>All policies; members that are left out become empty.</summary>
/// <param name="Version">
/// The version that was read. Fails with 412 if someone else changed the policies since.
/// </param>
/// <param name="HoursUntilDue">From 1 to 8760.</param>
public sealed record PolicyRequest(
    IReadOnlyList<Severity>? OpenFor,
    double? HoursUntilDue,
    IReadOnlyList<string>? Needed,
    IReadOnlyList<Phrase>? Phrases,
    IReadOnlyList<Severity>? NeutralFor,
    int? Version = null
);

/// <summary>A change of the policies: who made it, and what changed.</summary>
public sealed record PolicyChangeItem(
    Guid Id,
    DateTime At,
    Actor Actor,
    PolicyRules Before,
    PolicyRules After
);
