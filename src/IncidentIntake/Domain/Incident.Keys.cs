using Pir.Contracts.Incidents;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// What lists are filtered and sorted by. Databases differ in how they fold case and order words,
/// so that the values are computed here and stored.
/// </summary>
public sealed partial class Incident
{
    /// <summary>Stored as the duration of an incident that is not resolved.</summary>
    public const long NoDuration = -1;

    /// <summary>The service as it is compared; empty for none.</summary>
    public string ServiceKey
    {
        get => KeyOf(Service);
        private set => _ = value;
    }

    /// <inheritdoc cref="ServiceKey"/>
    public string TeamKey
    {
        get => KeyOf(Team);
        private set => _ = value;
    }

    /// <inheritdoc cref="ServiceKey"/>
    public string EnvironmentKey
    {
        get => KeyOf(Environment);
        private set => _ = value;
    }

    /// <summary>The name of the incident commander as it is compared; empty for none.</summary>
    public string CommanderKey
    {
        get =>
            KeyOf(Roles.LastOrDefault(r => r.Role == IncidentRole.IncidentCommander)?.Person.Name);
        private set => _ = value;
    }

    /// <summary>1 is the worst.</summary>
    public int SeverityRank
    {
        get => (int)Severity;
        private set => _ = value;
    }

    /// <summary>The place of its status in the lifecycle.</summary>
    public int StatusRank
    {
        get => (int)Status;
        private set => _ = value;
    }

    /// <summary>When its impact started; when it was detected if that is unknown.</summary>
    public DateTime ImpactFrom
    {
        get => ImpactStartedAt ?? DetectedAt;
        private set => _ = value;
    }

    /// <summary>From detection to resolution; <see cref="NoDuration"/> until then.</summary>
    public long DurationSeconds
    {
        get => ResolvedAt is { } end ? (long)(end - DetectedAt).TotalSeconds : NoDuration;
        private set => _ = value;
    }

    /// <summary>A name as it is compared.</summary>
    public static string KeyOf(string? name) => name is null ? "" : CatalogService.KeyOf(name);
}
