namespace Pir.Platform.Persistence;

/// <summary>An aggregate of its own: events name it by its id.</summary>
public interface IAggregate : IVersioned
{
    Guid Id { get; }
}
