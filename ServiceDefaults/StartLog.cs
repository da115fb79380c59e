using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Pir.ServiceDefaults;

/// <summary>
/// The host logs an exception of its start with a stack trace before it throws it. The program
/// prints the cause itself (<see cref="PirProgram"/>), so the log entry is left out.
/// </summary>
internal sealed class StartLog : IHostedLifecycleService
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private bool _hasStarted;

    public static void SayOnce(WebApplicationBuilder builder)
    {
        var start = new StartLog();
        builder.Services.AddSingleton<IHostedService>(start);
        // A background service that ends the host is told as critical, and so in any case.
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
