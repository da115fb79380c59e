using System.Diagnostics;
using Pir.Testing;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>The distributed shape as the AppHost starts it on one machine, with SQLite.</summary>
/// <param name="StartSeconds">From the command to the gateway's first answer.</param>
internal sealed record WholeSystem(double StartSeconds, IReadOnlyList<MemoryPart> Parts)
{
    /// <summary>
    /// The same services under the engine the AppHost had before Aspire's packages, without a
    /// dashboard; bench/results/2026-11-28-apphost-memory.md tells how it was measured.
    /// </summary>
    public static MemoryPart Before { get; } = new("all, with the engine before Aspire", 1264, 772);

    public MemoryPart All => MemoryPart.Sum("all", Parts);

    public static async Task<WholeSystem> MeasureAsync()
    {
        using var folder = new TempFolder("bench-apphost");
        var began = Stopwatch.GetTimestamp();
        await using var appHost = AppHostProcess.Start(folder);
        using var http = new HttpClient { BaseAddress = appHost.Gateway };
        await Eventually.Until(
            async () => (await http.GetAsync(new Uri("/", UriKind.Relative))).IsSuccessStatusCode,
            TimeSpan.FromMinutes(3),
            "the gateway answers",
            () => appHost.Output
        );
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await appHost.IsReadyAsync();
        return new(seconds, PartsOf(appHost.Processes()));
    }

    private static List<MemoryPart> PartsOf(IReadOnlyDictionary<int, string> processes) =>
        [
            .. processes
                .GroupBy(p => PartOf(p.Value))
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => MemoryPart.Sum(g.Key, g.Select(p => MemoryPart.Of(p.Key)))),
        ];

    private static string PartOf(string commandLine) =>
        commandLine.Contains("/Pir.", StringComparison.Ordinal) ? "gateway and services"
        : commandLine.Contains("AppHost.dll", StringComparison.Ordinal) ? "AppHost"
        : commandLine.Contains("Aspire.Dashboard", StringComparison.Ordinal) ? "dashboard"
        : commandLine.Contains("/dcp ", StringComparison.Ordinal) ? "orchestrator"
        : "RabbitMQ and Redis";
}

/// <summary>Megabytes of some processes.</summary>
/// <param name="Resident">Pages that processes share are counted for each of them.</param>
/// <param name="Share">Pages that processes share are divided among them.</param>
internal sealed record MemoryPart(string Name, double Resident, double Share)
{
    private const double Megabyte = 1_048_576;

    public static MemoryPart Of(int pid) =>
        new(
            $"{pid}",
            ProcessTable.ResidentOf(pid) / Megabyte,
            ProcessTable.ShareOfMemoryOf(pid) / Megabyte
        );

    public static MemoryPart Sum(string name, IEnumerable<MemoryPart> parts)
    {
        var all = parts.ToList();
        return new(name, all.Sum(p => p.Resident), all.Sum(p => p.Share));
    }
}
