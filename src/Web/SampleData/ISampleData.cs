namespace Pir.Web.SampleData;

/// <summary>The state of the sample data.</summary>
public enum SampleDataPhase
{
    /// <summary>No sample data is loaded.</summary>
    None,
    Loading,
    Loaded,
    Removing,

    /// <summary>Loading or removing did not finish. Both can be requested again.</summary>
    Failed,
}

/// <param name="Incidents">
/// The number of sample incidents; counted only during a change.
/// </param>
/// <param name="Total">The number of sample incidents when all are loaded.</param>
/// <param name="Problem">Why loading or removing stopped, as a sentence.</param>
/// <param name="By">Who caused the last change.</param>
public sealed record SampleDataState(
    SampleDataPhase Phase,
    int Incidents,
    int Total,
    string? Problem,
    string? By,
    DateTime? Since
)
{
    public bool IsUnderWay => Phase is SampleDataPhase.Loading or SampleDataPhase.Removing;
}

/// <summary>
/// Three months of a fictional company, to explore and try out. Provided by the host.
/// </summary>
public interface ISampleData
{
    Task<SampleDataState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Starts or continues loading. Does nothing if everything is loaded.</summary>
    Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Starts removing the sample data and everything added to it. Does nothing if there is none.
    /// </summary>
    Task RemoveAsync(CancellationToken cancellationToken);
}
