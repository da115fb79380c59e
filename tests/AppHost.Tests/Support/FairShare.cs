using System.Globalization;
using Pir.Testing.Processes;

namespace Pir.AppHost.Tests.Support;

/// <summary>
/// Measures a time on a shared machine. Processor time of other programs does not count.
/// </summary>
public sealed class FairShare
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private readonly double _busyBefore = BusySeconds();

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_started);

    /// <summary>The elapsed time, minus the part that others used the processors.</summary>
    /// <param name="ours">The processes that were started meanwhile.</param>
    public TimeSpan Of(IEnumerable<int> ours)
    {
        var elapsed = Elapsed;
        var others = BusySeconds() - _busyBefore - ours.Sum(ProcessTable.ProcessorSecondsOf);
        var taken = Math.Clamp(others / (elapsed.TotalSeconds * Environment.ProcessorCount), 0, 1);
        return elapsed * (1 - taken);
    }

    // cpu user nice system idle iowait irq softirq steal: all but idle and iowait.
    private static double BusySeconds()
    {
        var fields = File.ReadLines("/proc/stat")
            .First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(f => long.Parse(f, CultureInfo.InvariantCulture))
            .ToArray();
        return (fields.Sum() - fields[3] - fields[4]) / ProcessTable.TicksPerSecond;
    }
}
