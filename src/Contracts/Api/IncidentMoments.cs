using Pir.Contracts.Incidents;

namespace Pir.Contracts.Api;

/// <summary>An incident as it was at a time.</summary>
/// <param name="Status">Missing before it was detected.</param>
/// <param name="Severity">As far as was known then.</param>
/// <param name="Roles">Who had which role.</param>
/// <param name="Engagements">Who had been called, and who of them had acknowledged.</param>
/// <param name="Alerts">Alerts that were firing, earliest first: at most 50.</param>
/// <param name="AlertsFiring">How many alerts were firing.</param>
public sealed record IncidentMomentResponse(
    DateTime At,
    IncidentStatus? Status,
    Severity Severity,
    string? Service,
    string? Team,
    string Title,
    IReadOnlyList<RoleThen> Roles,
    IReadOnlyList<EngagementThen> Engagements,
    IReadOnlyList<AlertThen> Alerts,
    int AlertsFiring
);

/// <summary>A role and who had it.</summary>
public sealed record RoleThen(IncidentRole Role, string Name);

/// <summary>A team or person that had been called.</summary>
public sealed record EngagementThen(string Name, DateTime EngagedAt, DateTime? AcknowledgedAt);

/// <summary>An alert that was firing.</summary>
public sealed record AlertThen(Guid Id, string Title, DateTime StartsAt);
