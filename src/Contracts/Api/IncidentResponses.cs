using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>An incident as the API shows it.</summary>
public sealed record IncidentResponse : IncidentState
{
    public IncidentResponse() { }

    [SetsRequiredMembers]
    public IncidentResponse(IncidentState incident)
        : base(incident) => Reference = References.Reference.OfIncident(incident.Number);

    /// <summary>How people call it, e.g. <c>INC-42</c>.</summary>
    public required string Reference { get; init; }
    public string? Description { get; init; }

    /// <summary>The incident the same alert led to after this one was over.</summary>
    public Guid? NextIncidentId { get; init; }
    public Guid? SourceId { get; init; }
    public int AlertCount { get; init; }
    public int FiringAlertCount { get; init; }

    /// <summary>How often its alerts were reported firing; a few seconds behind.</summary>
    public int Occurrences { get; init; }

    /// <summary>
    /// Sentences about what its senders left out, or what was not understood of what they sent.
    /// </summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
    public required int Version { get; init; }
}

/// <summary>An alert of an incident.</summary>
/// <param name="Occurrences">How often it was reported firing; a few seconds behind.</param>
/// <param name="Labels">As the tool sent them.</param>
/// <param name="Annotations">Whatever else it said about the alert.</param>
public sealed record AlertResponse(
    Guid Id,
    string Fingerprint,
    AlertStatus Status,
    string Title,
    string? Description,
    string? Severity,
    string? Service,
    DateTime StartsAt,
    DateTime? EndsAt,
    string? Url,
    string? RunbookUrl,
    int Occurrences,
    DateTime LastSeenAt,
    JsonElement? Labels = null,
    JsonElement? Annotations = null
);

/// <summary>The change of one field of an incident.</summary>
public sealed record IncidentChangeResponse(
    Guid Id,
    string Field,
    string? From,
    string? To,
    Actor Actor,
    DateTime RecordedAt,
    string? Reason
);
