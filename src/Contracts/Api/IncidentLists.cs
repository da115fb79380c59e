using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>
/// Changes several incidents at once: their details (severity, service, team, environment), a role,
/// or closing them. Missing values stay. An empty text clears a service, team or environment.
/// </summary>
public sealed record ChangeIncidentsRequest : IncidentContext
{
    public ChangeIncidentsRequest() { }

    public ChangeIncidentsRequest(IncidentContext context)
        : base(context) { }

    /// <summary>Ids, references (INC-42) or numbers; at most 200.</summary>
    public IReadOnlyList<string>? Incidents { get; init; }

    /// <summary>
    /// Versions on which the change is based, by incident as named in <see cref="Incidents"/>. An
    /// incident that has changed since is refused.
    /// </summary>
    public IReadOnlyDictionary<string, int>? Versions { get; init; }

    public Severity? Severity { get; init; }

    /// <summary>A role to assign to <see cref="Person"/> or <see cref="Name"/>.</summary>
    public IncidentRole? Role { get; init; }

    /// <summary>Somebody with an account, by id and name.</summary>
    public Person? Person { get; init; }

    /// <summary>A name, for somebody without an account.</summary>
    public string? Name { get; init; }

    /// <summary>Whether to close them.</summary>
    public bool? Close { get; init; }

    /// <summary>The reason, kept in the history of each.</summary>
    public string? Reason { get; init; }
}

/// <summary>Deletes several incidents with their timelines, reviews and actions.</summary>
/// <param name="Incidents">Ids, references (INC-42) or numbers; at most 200.</param>
public sealed record DeleteIncidentsRequest(IReadOnlyList<string>? Incidents);

/// <summary>A name to filter incidents by.</summary>
/// <param name="Incidents">How many incidents have it, whatever its case.</param>
/// <param name="IsListed">Whether the service catalog has it.</param>
public sealed record IncidentName(string Name, int Incidents, bool IsListed);

/// <summary>What a request about several incidents did with one of them.</summary>
public enum BulkOutcome
{
    Changed,
    Unchanged,
    Deleted,
    Refused,
}

/// <summary>One incident of a request about several.</summary>
/// <param name="Incident">As the request named it.</param>
/// <param name="Reference">Null if it does not exist.</param>
/// <param name="Code">The stable code of a refusal.</param>
/// <param name="Detail">Why it was refused.</param>
public sealed record BulkLine(
    string Incident,
    string? Reference,
    BulkOutcome Outcome,
    string? Code = null,
    string? Detail = null
);

/// <summary>The outcome of a request about several incidents, one by one.</summary>
/// <param name="Undo">
/// Requests to the same address that restore the earlier values. Closing and deleting, and a role
/// that nobody had before, cannot be undone.
/// </param>
public sealed record BulkResponse(
    IReadOnlyList<BulkLine> Items,
    IReadOnlyList<ChangeIncidentsRequest> Undo
);

/// <summary>What an import did with a line, or would do.</summary>
public enum IncidentImportOutcome
{
    Added,
    Unchanged,
    Refused,
}

/// <summary>A line of an imported file.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Reference">The incident; null if there is none yet.</param>
/// <param name="Errors">The broken rule by column; empty if it was not refused.</param>
public sealed record IncidentImportLine(
    int Line,
    string? Title,
    string? Reference,
    IncidentImportOutcome Outcome,
    IReadOnlyDictionary<string, string> Errors
);

/// <summary>The outcome of an import, line by line.</summary>
/// <param name="IsPreview">Whether nothing was saved.</param>
public sealed record IncidentImportResponse(
    bool IsPreview,
    IReadOnlyList<IncidentImportLine> Lines
);
