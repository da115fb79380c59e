using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>What a severity means in this organization.</summary>
/// <param name="Label">A word or two, e.g. critical.</param>
/// <param name="Description">In plain words.</param>
/// <param name="Examples">One a line.</param>
public sealed record SeverityDefinitionResponse(
    Severity Severity,
    string Label,
    string? Description,
    string? Examples,
    int Version
);

/// <inheritdoc cref="SeverityDefinitionResponse"/>
public sealed record PutSeverityRequest(
    string? Label,
    string? Description = null,
    string? Examples = null,
    int? Version = null
);
