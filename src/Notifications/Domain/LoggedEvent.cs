using Pir.Contracts.Incidents;

namespace Pir.Notifications.Domain;

/// <summary>
/// An event as it is offered to the outside, numbered in the order in which it came in.
/// </summary>
public sealed class LoggedEvent
{
    /// <summary>Position in the stream; the database hands it out.</summary>
    public long Sequence { get; init; }
    public Guid EventId { get; init; }
    public string Type { get; init; } = "";
    public string Subject { get; init; } = "";
    public Guid? IncidentId { get; init; }
    public string? Service { get; init; }
    public Severity? Severity { get; init; }
    public string? Team { get; init; }

    /// <summary>When it was written here.</summary>
    public DateTime LoggedAt { get; init; }

    /// <summary>CloudEvents JSON, UTF-8.</summary>
    public byte[] Body { get; init; } = [];

    public EventFacets Facets => new(IncidentId, null, Service, Severity, Team);
}

/// <summary>
/// What is known of an incident, for events that name one and tell no more: its timeline's.
/// </summary>
public sealed class KnownIncident
{
    public Guid Id { get; init; }
    public int? Number { get; set; }
    public string? Service { get; set; }
    public Severity? Severity { get; set; }
    public string? Team { get; set; }

    /// <summary>
    /// Version of the incident these stem from; guards against an older event that comes in late.
    /// </summary>
    public int Version { get; set; }
}
