namespace Pir.Contracts.Incidents;

/// <summary>Whether a number was measured or estimated.</summary>
public enum NumberBasis
{
    Measured,
    Estimated,
}

/// <summary>How much of what customers came for did not work.</summary>
public enum FunctionalSeverity
{
    /// <summary>Everything worked.</summary>
    None,

    /// <summary>It worked, but slowly or with errors.</summary>
    Degraded,

    /// <summary>Some functions, or some customers, were cut off.</summary>
    PartialOutage,

    /// <summary>Nothing worked for anybody.</summary>
    FullOutage,
}

/// <summary>A time during which customers could notice something.</summary>
/// <param name="To">Null while it lasts.</param>
/// <param name="What">What they noticed.</param>
public sealed record ImpactWindow(DateTime From, DateTime? To, string? What = null);

/// <summary>A number that the business watches, e.g. orders per minute.</summary>
/// <param name="Baseline">Its usual value at that time.</param>
/// <param name="Observed">Its value during the incident.</param>
/// <param name="Source">Where the numbers are from.</param>
public sealed record BusinessMetric(
    string Name,
    string? Unit = null,
    decimal? Baseline = null,
    decimal? Observed = null,
    NumberBasis? Basis = null,
    string? Source = null
);

/// <summary>The particulars of an impact: each number with its origin.</summary>
public abstract record ImpactDetails
{
    public FunctionalSeverity? FunctionalSeverity { get; init; }
    public NumberBasis? CustomersAffectedBasis { get; init; }

    /// <summary>Where the number of affected customers is from.</summary>
    public string? CustomersAffectedSource { get; init; }
    public NumberBasis? CustomersReportedBasis { get; init; }

    /// <summary>Where the number of customers who reported it is from.</summary>
    public string? CustomersReportedSource { get; init; }

    /// <summary>Why more customers reported it than are counted as affected.</summary>
    public string? CustomersReportedReason { get; init; }

    /// <summary>When customers could notice something; empty for the whole time.</summary>
    public IReadOnlyList<ImpactWindow> Windows { get; init; } = [];
    public IReadOnlyList<BusinessMetric> Metrics { get; init; } = [];

    /// <summary>Compares lists by what is in them.</summary>
    public virtual bool Equals(ImpactDetails? other) =>
        other is not null
        && EqualityContract == other.EqualityContract
        && Values == other.Values
        && Windows.SequenceEqual(other.Windows)
        && Metrics.SequenceEqual(other.Metrics);

    public override int GetHashCode() => HashCode.Combine(Values, Windows.Count, Metrics.Count);

    private (FunctionalSeverity?, NumberBasis?, string?, NumberBasis?, string?, string?) Values =>
        (
            FunctionalSeverity,
            CustomersAffectedBasis,
            CustomersAffectedSource,
            CustomersReportedBasis,
            CustomersReportedSource,
            CustomersReportedReason
        );
}

/// <summary>The impact on customers, operations and availability.</summary>
/// <remarks>Each text is null until known; "none" is a value.</remarks>
/// <param name="CustomersReported">Customers who reported it.</param>
public sealed record Impact(
    string? Customers,
    string? Operations,
    string? Availability,
    int? CustomersAffected,
    int? CustomersReported,
    DateTime? StartedAt,
    DateTime? EndedAt
) : ImpactDetails
{
    /// <summary>
    /// Whole minutes during which customers could notice something: all windows together, where
    /// they overlap only once. Null while one of them lasts, and if no time is known.
    /// </summary>
    public int? VisibleMinutes => VisibleDuration is { } visible ? (int)visible.TotalMinutes : null;

    private TimeSpan? VisibleDuration
    {
        get
        {
            if (Windows.Count == 0)
            {
                return EndedAt - StartedAt;
            }

            var total = TimeSpan.Zero;
            var counted = DateTime.MinValue;
            foreach (var window in Windows.OrderBy(w => w.From))
            {
                if ((window.To ?? EndedAt) is not { } end)
                {
                    return null;
                }

                var from = window.From > counted ? window.From : counted;
                total += end > from ? end - from : TimeSpan.Zero;
                counted = end > counted ? end : counted;
            }

            return total;
        }
    }

    /// <summary>
    /// Whether all three facets are known: customers, operations and availability. "none" is known.
    /// </summary>
    public bool HasAllFacets() =>
        Customers is not null && Operations is not null && Availability is not null;

    /// <summary>This impact with the particulars of another record.</summary>
    public Impact With(ImpactDetails details) =>
        this with
        {
            FunctionalSeverity = details.FunctionalSeverity,
            CustomersAffectedBasis = details.CustomersAffectedBasis,
            CustomersAffectedSource = details.CustomersAffectedSource,
            CustomersReportedBasis = details.CustomersReportedBasis,
            CustomersReportedSource = details.CustomersReportedSource,
            CustomersReportedReason = details.CustomersReportedReason,
            Windows = details.Windows,
            Metrics = details.Metrics,
        };
}
