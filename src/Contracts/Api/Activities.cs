using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>A new activity.</summary>
/// <param name="Title">What somebody was asked to do.</param>
/// <param name="Owner">Who does it.</param>
/// <param name="RequestedAt">Default: now.</param>
/// <param name="StartedAt">Missing while nobody has started.</param>
/// <param name="FinishedAt">Missing while it is not finished.</param>
/// <param name="ClientId">The sender's own id; sent again, it is not added again.</param>
public sealed record RecordActivityRequest(
    string? Title,
    Person? Owner = null,
    DateTime? RequestedAt = null,
    DateTime? StartedAt = null,
    DateTime? FinishedAt = null,
    string? ClientId = null
);

/// <summary>New values. Missing values stay.</summary>
/// <param name="Version">The version that was read, as in <c>If-Match</c>.</param>
public sealed record ChangeActivityRequest(
    string? Title = null,
    Person? Owner = null,
    DateTime? RequestedAt = null,
    DateTime? StartedAt = null,
    DateTime? FinishedAt = null,
    int? Version = null
);

/// <summary>Something that somebody was asked to do during an incident.</summary>
/// <param name="WaitingMinutes">
/// From the request to the start; until now if nobody has started.
/// </param>
/// <param name="WorkingMinutes">
/// From the start to the end, or until now; missing if nobody has started.
/// </param>
/// <param name="IsLongestWait">Whether no other activity of the incident waited longer.</param>
/// <param name="Author">Who added it.</param>
/// <param name="Version">Send it with a change to detect concurrent changes.</param>
public sealed record ActivityResponse(
    Guid Id,
    Guid IncidentId,
    string Title,
    Person? Owner,
    DateTime RequestedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    int WaitingMinutes,
    int? WorkingMinutes,
    bool IsLongestWait,
    Actor Author,
    int Version
);

/// <summary>The repair steps of an incident, in their order.</summary>
/// <param name="Items">Entries of the timeline that have a repair step.</param>
/// <param name="Minutes">Minutes by result, of the steps that say how long they took.</param>
public sealed record RepairStepsResponse(IReadOnlyList<EntryResponse> Items, RepairMinutes Minutes);

/// <summary>Minutes of repair steps, by their result.</summary>
public sealed record RepairMinutes(int Helped, int NoEffect, int MadeWorse);
