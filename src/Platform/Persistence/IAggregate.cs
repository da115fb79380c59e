namespace Pir.Platform.Persistence;

/// <summary>An aggregate. Events refer to it by its id.</summary>
public interface IAggregate : IVersioned
{
    Guid Id { get; }
}
