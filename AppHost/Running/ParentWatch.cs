using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace Pir.AppHost.Running;

/// <summary>
/// Ends the run when its parent <c>dotnet run</c> is gone. After <c>kill -9</c> the parent passes
/// no signal on.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime, TimeProvider clock)
    : EarlyService
{
    private readonly int? _parent = ParentProcess.IfDotnetRun();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_parent is null)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), clock);
        while (ParentProcess.Id() == _parent)
            await timer.WaitForNextTickAsync(stoppingToken);
        lifetime.StopApplication();
    }
}

/// <summary>The process that started this one, from Linux's /proc.</summary>
internal static class ParentProcess
{
    /// <summary>Null if it cannot be determined.</summary>
    public static int? Id()
    {
        // The second field, the name, is in parentheses and may hold spaces.
        var status = Read("/proc/self/stat");
        return status[(status.LastIndexOf(')') + 1)..].Trim().Split(' ') is [_, var parent, ..]
            ? int.Parse(parent, CultureInfo.InvariantCulture)
            : null;
    }

    public static int? IfDotnetRun()
    {
        var parent = Id();
        return
            Read($"/proc/{parent}/cmdline").Split('\0') is [var program, "run", ..]
            && Path.GetFileName(program) == "dotnet"
            ? parent
            : null;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
