namespace Pir.Platform.Persistence;

/// <summary>
/// An aggregate with a <see cref="Version"/> that starts at 1 and increases by one with every saved
/// change. The version is also the concurrency token.
/// </summary>
public interface IVersioned
{
    int Version { get; set; }
}
