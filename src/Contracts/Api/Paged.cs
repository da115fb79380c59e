namespace Pir.Contracts.Api;

/// <summary>One page of a list.</summary>
/// <param name="Next">Pass it as <c>after</c> for the next page; missing on the last page.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>
    /// How many there are on all pages together; present where the request asked for it with
    /// <c>total=true</c>.
    /// </summary>
    public int? Total { get; init; }
}
