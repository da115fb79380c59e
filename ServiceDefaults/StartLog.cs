using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pir.ServiceDefaults;

/// <summary>
/// Drops the host's log entry about an exception during start-up, which has a stack trace. The
/// program prints the cause itself (<see cref="PirProgram"/>).
/// </summary>
internal sealed class StartLog : IHostedLifecycleService
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private bool _hasStarted;

    public static void SayOnce(WebApplicationBuilder builder)
    {
        var start = new StartLog();
        builder.Services.AddSingleton<IHostedService>(start);
        // A background service that stops the host is logged as critical and always kept.
        builder.Logging.AddFilter(
            Host,
            level => level >= LogLevel.Information && (level != LogLevel.Error || start._hasStarted)
        );
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _hasStarted = true;
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
