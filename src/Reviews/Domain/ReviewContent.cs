using System.Security.Cryptography;
using System.Text.Json;
using Pir.Contracts.Events;
using Pir.Contracts.Incidents;
using Pir.Contracts.Reviews;

namespace Pir.Reviews.Domain;

/// <summary>
/// The content of a published revision. Blameless: it names the roles in the response, not the
/// people. Only the owner is named.
/// </summary>
/// <param name="Notes">Markdown, as written.</param>
/// <param name="Findings">
/// Null when there are none, so that revisions from before findings existed keep their
/// fingerprint.
/// </param>
public sealed record ReviewContent(
    Guid IncidentId,
    int IncidentNumber,
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
    IReadOnlyList<Finding>? Findings = null
)
{
    public string ToJson() => JsonSerializer.Serialize(this, EventJson.Options);

    public static ReviewContent FromJson(string json) =>
        JsonSerializer.Deserialize<ReviewContent>(json, EventJson.Options)!;

    /// <summary>Identifies the content: 64 hexadecimal digits.</summary>
    public string Fingerprint() =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, EventJson.Options))
        );
}
