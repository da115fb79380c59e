namespace Pir.Contracts.Api;

/// <summary>
/// A customer on the restricted list of an incident. Never in events, search, exports of incidents
/// or reviews.
/// </summary>
/// <param name="CustomerId">The id in other systems; null if only the name is known.</param>
/// <param name="IsAffected">Whether the customer was affected; null if that is not known.</param>
/// <param name="ReportedAt">When the customer reported the incident; null if not.</param>
public sealed record ImpactedCustomerResponse(
    Guid Id,
    string? CustomerId,
    string? Name,
    bool? IsAffected,
    DateTime? ReportedAt,
    string? Note
);

/// <summary>What an import did with a line, or would do.</summary>
public enum CustomerImportOutcome
{
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// <summary>A line of an imported list.</summary>
/// <param name="Line">Its number in the file, from 1.</param>
/// <param name="Customer">Name or id, to find the line again.</param>
/// <param name="Errors">The broken rule by column; empty if it was not refused.</param>
public sealed record CustomerImportLine(
    int Line,
    string? Customer,
    CustomerImportOutcome Outcome,
    IReadOnlyDictionary<string, string> Errors
);

/// <summary>The outcome of an import, line by line.</summary>
/// <param name="IsPreview">Whether nothing was saved.</param>
public sealed record CustomerImportResponse(
    bool IsPreview,
    IReadOnlyList<CustomerImportLine> Lines
);
