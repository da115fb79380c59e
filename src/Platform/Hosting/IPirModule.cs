using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Pir.Platform.Messaging;

namespace Pir.Platform.Hosting;

/// <summary>
/// A service that does not know which process hosts it: its own, or one shared with all other
/// services.
/// </summary>
public interface IPirModule
{
    /// <summary>Name as in <see cref="Pir.Contracts.Events.EventCatalog"/>.</summary>
    string Name { get; }

    /// <summary>Registers options, database and services.</summary>
    void Add(IHostApplicationBuilder builder);

    /// <summary>Registers event handlers.</summary>
    void AddConsumers(ConsumerRegistration consumers);

    /// <summary>Maps the HTTP endpoints.</summary>
    void Map(IEndpointRouteBuilder routes);
}
