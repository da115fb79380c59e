using Microsoft.Extensions.Hosting;

namespace Pir.AppHost.Running;

/// <summary>
/// Runs from before the first resource is created. Aspire's own start ends only when every resource
/// has what it waits for. A service that begins after that would never see why a resource is stuck.
/// </summary>
internal abstract class EarlyService : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        base.StartAsync(cancellationToken);

    public sealed override Task StartAsync(CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
