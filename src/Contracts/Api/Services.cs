namespace Pir.Contracts.Api;

/// <summary>What is known about a service: who owns it and where its help is.</summary>
public record ServiceFields
{
    /// <summary>As alerts and people name it, e.g. <c>checkout</c>. Case does not matter.</summary>
    public string? Name { get; init; }
    public string? Description { get; init; }

    /// <summary>The team that owns it. Incidents of the service without a team get it.</summary>
    public string? Team { get; init; }

    /// <summary>1 (most important) to 4; null for not decided.</summary>
    public int? Tier { get; init; }
    public string? RunbookUrl { get; init; }
    public string? DashboardUrl { get; init; }

    /// <summary>Names of the services that it needs to work.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }
}

/// <summary>All fields of a service. Missing values clear what was there.</summary>
public sealed record PutServiceRequest : ServiceFields
{
    public PutServiceRequest() { }

    public PutServiceRequest(ServiceFields fields)
        : base(fields) { }

    /// <summary>
    /// The version on which the change is based. The change is refused if the service has changed
    /// since.
    /// </summary>
    public int? Version { get; init; }
}

/// <summary>A service of the catalog.</summary>
public sealed record ServiceResponse : ServiceFields
{
    public ServiceResponse() { }

    public ServiceResponse(ServiceFields fields)
        : base(fields) { }

    public required Guid Id { get; init; }

    /// <summary>Names of the services that need it to work.</summary>
    public IReadOnlyList<string> UsedBy { get; init; } = [];

    /// <summary>Its incidents that are not resolved, without drills.</summary>
    public int ActiveIncidents { get; init; }
    public required DateTime CreatedAt { get; init; }
    public required int Version { get; init; }
}

/// <summary>A service that incidents name but the catalog does not list.</summary>
/// <param name="Team">The team of its latest incident.</param>
/// <param name="Incidents">How many incidents name it.</param>
/// <param name="LastSeenAt">When the latest of them was opened.</param>
public sealed record UnlistedService(string Name, string? Team, int Incidents, DateTime LastSeenAt);

/// <summary>What an import did with a line, or would do.</summary>
public enum ServiceImportOutcome
{
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// <summary>A line of an imported file.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Errors">The broken rule by column; empty if it was not refused.</param>
public sealed record ServiceImportLine(
    int Line,
    string? Name,
    ServiceImportOutcome Outcome,
    IReadOnlyDictionary<string, string> Errors
);

/// <summary>The outcome of an import, line by line.</summary>
/// <param name="IsPreview">Whether nothing was saved.</param>
public sealed record ServiceImportResponse(bool IsPreview, IReadOnlyList<ServiceImportLine> Lines);
