using Microsoft.Extensions.DependencyInjection;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>
/// Collects the consumers of the modules in a process. The host then connects them to the broker or
/// to the in-process mediator.
/// </summary>
public sealed class ConsumerRegistration(IServiceCollection services)
{
    private readonly List<ConsumerBinding> _bindings = [];

    internal IReadOnlyList<ConsumerBinding> Bindings => _bindings;

    /// <summary>Registers the handlers of one service.</summary>
    public void For<TDb>(string service, Action<HandlerRegistry<TDb>> configure)
        where TDb : PirDbContext
    {
        var registry = new HandlerRegistry<TDb>(service, services);
        configure(registry);
        services.AddSingleton(registry);
        services.AddSingleton<GroupProcessor<TDb>>();
        services.AddHostedService(p => p.GetRequiredService<GroupProcessor<TDb>>());
        services.AddSingleton(p => new ParkedEvents(
            service,
            p.GetRequiredService<GroupProcessor<TDb>>().RetryParkedAsync
        ));
        _bindings.Add(new(service, typeof(EventBatchConsumer<TDb>), registry.Sources));
    }
}

/// <summary>
/// One service's queue: its name, its consumer and the producers that it listens to.
/// </summary>
public sealed record ConsumerBinding(
    string Service,
    Type ConsumerType,
    IReadOnlyCollection<string> Sources
)
{
    public string QueueName => "pir." + Service;
}
