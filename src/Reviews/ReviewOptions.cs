using Pir.Contracts.Incidents;

namespace Pir.Reviews;

/// <summary>The policy. Configuration section <c>Review</c>.</summary>
public sealed class ReviewOptions
{
    private static readonly Severity[] Significant = [Severity.Sev1, Severity.Sev2, Severity.Sev3];

    /// <summary>
    /// Severities whose incidents get a review when they are resolved; SEV1 to SEV3 by default.
    /// Other reviews are opened by hand.
    /// </summary>
    public Severity[]? OpenFor { get; set; }

    /// <summary>How long after the incident's resolution a review is due.</summary>
    public TimeSpan DueAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often the service checks for overdue reviews.</summary>
    public TimeSpan OverdueCheckEvery { get; set; } = TimeSpan.FromMinutes(1);

    public bool AsksFor(Severity severity) => (OpenFor ?? Significant).Contains(severity);
}
