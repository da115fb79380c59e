using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>Asks to join an incident. Every field is optional.</summary>
/// <param name="Role">The role that the caller could take.</param>
/// <param name="Discipline">What a subject matter expert knows, e.g. <c>operations</c>.</param>
/// <param name="Note">What the caller can add.</param>
public sealed record JoinIncidentRequest(
    IncidentRole? Role = null,
    string? Discipline = null,
    string? Note = null
);

/// <summary>Accepts a request to join, and assigns a role.</summary>
/// <param name="Role">
/// Default: the role asked for; if none was, subject matter expert with a discipline and responder
/// without.
/// </param>
/// <param name="Discipline">Default: the discipline asked for.</param>
public sealed record AcceptJoinRequest(IncidentRole? Role = null, string? Discipline = null);

/// <summary>Declines a request to join.</summary>
public sealed record DeclineJoinRequest(string? Reason = null);

/// <summary>A request to join.</summary>
/// <param name="MayDecide">Whether the caller may accept or decline it now.</param>
/// <param name="IsMine">Whether the caller made it.</param>
public sealed record JoinRequestResponse(
    Guid Id,
    Person Person,
    IncidentRole? Role,
    string? Discipline,
    string? Note,
    JoinStatus Status,
    DateTime RequestedAt,
    DateTime? DecidedAt,
    Person? DecidedBy,
    string? Reason,
    bool MayDecide,
    bool IsMine,
    int Version
);
