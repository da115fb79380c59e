using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pir.Contracts.Events;
using Pir.Platform.Persistence;

namespace Pir.Platform.Messaging;

/// <summary>One service's event handlers, registered by its module at start-up.</summary>
public sealed class HandlerRegistry<TDb>(string service, IServiceCollection services)
    where TDb : PirDbContext
{
    private readonly Dictionary<
        string,
        List<Func<IServiceProvider, IEvent, EventContext, CancellationToken, Task>>
    > _handlers = new(StringComparer.Ordinal);
    private readonly List<Type> _any = [];
    private readonly List<Type> _preloads = [];
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);

    public string Service { get; } = service;

    /// <summary>The services to whose events this one listens.</summary>
    public IReadOnlyCollection<string> Sources => _sources;

    /// <summary>Adds a handler. The service then listens to the event's producer.</summary>
    public HandlerRegistry<TDb> Handle<TEvent, THandler>()
        where TEvent : IEvent
        where THandler : class, IHandle<TEvent>
    {
        var definition = EventCatalog.Of(typeof(TEvent));
        services.TryAddScoped<THandler>();
        if (!_handlers.TryGetValue(definition.Name, out var list))
        {
            _handlers[definition.Name] = list = [];
        }

        list.Add(
            static (provider, fact, context, token) =>
                provider.GetRequiredService<THandler>().HandleAsync((TEvent)fact, context, token)
        );
        _sources.UnionWith(definition.Producers);
        return this;
    }

    /// <summary>Adds a handler for all events of the given producers.</summary>
    public HandlerRegistry<TDb> HandleAny<THandler>(params ReadOnlySpan<string> sources)
        where THandler : class, IHandleAny
    {
        services.TryAddScoped<THandler>();
        _any.Add(typeof(THandler));
        foreach (var source in sources)
        {
            _sources.Add(source);
        }

        return this;
    }

    /// <summary>Adds a loader that runs before the handlers of each group.</summary>
    public HandlerRegistry<TDb> Preload<T>()
        where T : class, IPreload
    {
        services.TryAddScoped<T>();
        _preloads.Add(typeof(T));
        return this;
    }

    internal bool Wants(EventEnvelope envelope) =>
        _any.Count > 0 || _handlers.ContainsKey(envelope.Type);

    internal async Task PreloadAsync(
        IServiceProvider scope,
        IReadOnlyList<EventEnvelope> events,
        CancellationToken token
    )
    {
        foreach (var type in _preloads)
        {
            await ((IPreload)scope.GetRequiredService(type)).PreloadAsync(events, token);
        }
    }

    internal async Task RunAsync(
        IServiceProvider scope,
        EventEnvelope envelope,
        CancellationToken token
    )
    {
        if (
            _handlers.TryGetValue(envelope.Type, out var handlers)
            && EventCatalog.Find(envelope.Type) is { } definition
        )
        {
            var fact = EventCatalog.Read(definition, envelope.Data);
            var context = new EventContext(envelope);
            foreach (var handler in handlers)
            {
                await handler(scope, fact, context, token);
            }
        }

        foreach (var type in _any)
        {
            await ((IHandleAny)scope.GetRequiredService(type)).HandleAsync(envelope, token);
        }
    }
}
