namespace Pir.Contracts.Api;

/// <summary>A list that is answered whole.</summary>
public sealed record ItemList<T>(IReadOnlyList<T> Items);
