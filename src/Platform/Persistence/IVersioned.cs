namespace Pir.Platform.Persistence;

/// <summary>
/// An aggregate whose <see cref="Version"/> starts at 1 and goes up by one with every saved change;
/// also its concurrency token.
/// </summary>
public interface IVersioned
{
    int Version { get; set; }
}
