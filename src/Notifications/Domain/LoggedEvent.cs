using Pir.Contracts.Incidents;

namespace Pir.Notifications.Domain;

/// <summary>A public event, numbered in the order of arrival.</summary>
public sealed class LoggedEvent
{
    /// <summary>Position in the stream, assigned by the database.</summary>
    public long Sequence { get; init; }
    public Guid EventId { get; init; }
    public string Type { get; init; } = "";
    public string Subject { get; init; } = "";
    public Guid? IncidentId { get; init; }
    public string? Service { get; init; }
    public Severity? Severity { get; init; }
    public string? Team { get; init; }
    public bool IsSilent { get; init; }

    /// <summary>When it was written to the log.</summary>
    public DateTime LoggedAt { get; init; }

    /// <summary>CloudEvents JSON, UTF-8.</summary>
    public byte[] Body { get; init; } = [];

    public EventFacets Facets => new(IncidentId, null, Service, Severity, Team, IsSilent);
}

/// <summary>
/// What is known about an incident, for events that only name it, such as those of its timeline.
/// </summary>
public sealed class KnownIncident
{
    public Guid Id { get; init; }
    public int? Number { get; set; }
    public string? Service { get; set; }
    public Severity? Severity { get; set; }
    public string? Team { get; set; }
    public bool IsSilent { get; set; }

    /// <summary>
    /// Version of the incident with these values, to ignore older events that arrive late.
    /// </summary>
    public int Version { get; set; }

    public EventFacets Facets => new(Id, Number, Service, Severity, Team, IsSilent);
}
