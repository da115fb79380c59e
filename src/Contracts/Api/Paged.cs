namespace Pir.Contracts.Api;

/// <summary>One page of a list.</summary>
/// <param name="Next">Pass it as <c>after</c> for the next page; missing on the last page.</param>
public sealed record Paged<T>(IReadOnlyList<T> Items, string? Next);
