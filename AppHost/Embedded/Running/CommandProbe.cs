using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>A program that ends with 0 when the server is ready (pg_isready).</summary>
internal sealed class CommandProbe(string program, params string[] arguments) : IHealthProbe
{
    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0;
    }
}
