using Microsoft.Extensions.Hosting;

namespace Pir.AppHost.Running;

/// <summary>
/// Works from before the first resource is made. Aspire's own start ends only when every resource
/// has what it waits for; a service that begins after it would never see why one never gets there.
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
