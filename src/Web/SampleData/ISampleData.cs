namespace Pir.Web.SampleData;

/// <summary>How the sample data stands.</summary>
public enum SampleDataPhase
{
    /// <summary>There is none.</summary>
    None,
    Loading,
    Loaded,
    Removing,

    /// <summary>Loading or removing stopped halfway; either can be asked for again.</summary>
    Failed,
}

/// <param name="Incidents">
/// How many sample incidents are there; counted only while it changes.
/// </param>
/// <param name="Total">How many it has when it is whole.</param>
/// <param name="Problem">Why it stopped, in words.</param>
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
/// A quarter of an invented company, to look at and to play with; the host provides it.
/// </summary>
public interface ISampleData
{
    Task<SampleDataState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Begins to load it, or goes on; nothing where it is there.</summary>
    Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins to remove it and all that was added to it; nothing where there is none.
    /// </summary>
    Task RemoveAsync(CancellationToken cancellationToken);
}
