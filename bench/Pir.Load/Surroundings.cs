namespace Pir.Load;

/// <summary>What a reader needs to know about the machine.</summary>
/// <param name="At">UTC.</param>
/// <param name="LoadBefore">Average number of runnable processes in the minute before.</param>
/// <param name="LoadAfter">The same at the end, including the run itself.</param>
internal sealed record Surroundings(
    DateTimeOffset At,
    string Processor,
    string LoadBefore,
    string LoadAfter
)
{
    public static Surroundings Now() =>
        new(TimeProvider.System.GetUtcNow(), ReadProcessor(), ReadLoad(), "");

    public Surroundings End() => this with { LoadAfter = ReadLoad() };

    private static string ReadLoad() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string ReadProcessor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':', 2)[1]
            .Trim()
        ?? "unknown processor";
}
