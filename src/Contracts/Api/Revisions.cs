using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Contracts.Api;

/// <summary>A published revision without its content.</summary>
public sealed record RevisionItem(
    int Revision,
    string Url,
    string Title,
    string Summary,
    DateTime PublishedAt,
    Person PublishedBy
);

/// <summary>A published revision in full, as its permanent page shows it.</summary>
/// <param name="Url">Path of that page.</param>
/// <param name="Roles">The roles in the response, not who held them.</param>
/// <param name="Notes">Markdown.</param>
/// <param name="SummaryHtml">The summary as safe HTML, rendered when it was published.</param>
/// <param name="NotesHtml">The notes as safe HTML; empty if there are none.</param>
public sealed record RevisionResponse(
    Guid ReviewId,
    int Revision,
    string Url,
    DateTime PublishedAt,
    Person PublishedBy,
    Guid IncidentId,
    int IncidentNumber,
    string IncidentReference,
    string Title,
    Severity Severity,
    string? Service,
    string? Team,
    bool IsDrill,
    DetectionSource DetectionSource,
    DateTime DetectedAt,
    DateTime? ImpactStartedAt,
    DateTime? AcknowledgedAt,
    DateTime? MitigatedAt,
    DateTime? ResolvedAt,
    Impact? Impact,
    IReadOnlyList<IncidentRole> Roles,
    Person? Owner,
    DateTime? HeldAt,
    string Summary,
    string? Notes,
    IReadOnlyList<Factor> Factors,
    IReadOnlyList<FoundAction> Actions,
    IReadOnlyList<Finding> Findings,
    string SummaryHtml,
    string NotesHtml
);
