using System.Globalization;
using System.Text.RegularExpressions;
using Pir.Testing.Backends;
using Pir.Testing.Processes;

namespace Pir.Load;

/// <summary>What wrk counted in one run.</summary>
/// <param name="Accepted">Answers with a success status.</param>
/// <param name="PerSecond">All answers per second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Refused">Answers with another status, and socket errors.</param>
internal sealed record WrkResult(
    long Accepted,
    double PerSecond,
    double P50,
    double P99,
    long Refused
);

/// <summary>
/// Sends webhooks as fast as they are answered, each a new alert, over 64 connections from one
/// thread.
/// </summary>
internal static partial class Wrk
{
    public const int Connections = 64;
    private const int Readers = 8;
    private static int runs;

    /// <exception cref="MissingBackendException">wrk is not installed.</exception>
    public static void Require()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "wrk"))))
        {
            throw new MissingBackendException("wrk", "wrk");
        }
    }

    /// <summary>Posts webhooks.</summary>
    /// <exception cref="InvalidOperationException">wrk failed.</exception>
    public static Task<WrkResult> RunAsync(Uri url, int seconds)
    {
        var run = $"w{Environment.ProcessId}-{Interlocked.Increment(ref runs)}";
        var script = Path.Combine(AppContext.BaseDirectory, "alerts.lua");
        return RunAsync(seconds, Connections, $"--script={script}", url.ToString(), "--", run);
    }

    /// <summary>Asks for one page again and again, as the administrator.</summary>
    /// <exception cref="InvalidOperationException">wrk failed.</exception>
    public static Task<WrkResult> ReadAsync(Uri url, int seconds) =>
        RunAsync(
            seconds,
            Readers,
            "--header",
            $"Authorization: Bearer {Installation.Token}",
            url.ToString()
        );

    private static async Task<WrkResult> RunAsync(
        int seconds,
        int connections,
        params string[] what
    )
    {
        var start = new ChildProcessStart(
            "wrk",
            "wrk",
            [
                "--threads=1",
                $"--connections={connections}",
                $"--duration={seconds}s",
                "--timeout=10s",
                "--latency",
                .. what,
            ]
        );
        var ended = await ChildProcess.RunAsync(start, TimeSpan.FromSeconds(seconds + 30));
        return ended.ExitCode == 0
            ? Read(ended.Output)
            : throw new InvalidOperationException(
                $"wrk {string.Join(' ', what)}: {ended.Output}\n{ended.Errors}"
            );
    }

    internal static WrkResult Read(string output)
    {
        var refused = Count(Refusals(), output);
        var broken = SocketErrors().Match(output) is { Success: true } errors
            ? errors.Groups["n"].Captures.Sum(c => Whole(c.Value))
            : 0;
        return new WrkResult(
            Count(Answers(), output) - refused,
            double.Parse(PerSecond().Match(output).Groups["n"].Value, CultureInfo.InvariantCulture),
            Percentile(output, 50),
            Percentile(output, 99),
            refused + broken
        );
    }

    private static double Percentile(string output, int percent)
    {
        var line = Percentiles().Matches(output).First(m => Whole(m.Groups["p"].Value) == percent);
        var value = double.Parse(line.Groups["n"].Value, CultureInfo.InvariantCulture);
        return line.Groups["unit"].Value switch
        {
            "us" => value / 1_000,
            "ms" => value,
            "s" => value * 1_000,
            _ => value * 60_000,
        };
    }

    private static long Count(Regex pattern, string output) =>
        pattern.Match(output) is { Success: true } match ? Whole(match.Groups["n"].Value) : 0;

    private static long Whole(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<n>\d+) requests in", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Answers();

    [GeneratedRegex(@"Requests/sec:\s+(?<n>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PerSecond();

    [GeneratedRegex(
        @"^\s+(?<p>\d+)%\s+(?<n>[\d.]+)(?<unit>us|ms|s|m)\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1000
    )]
    private static partial Regex Percentiles();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (?<n>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusals();

    [GeneratedRegex(
        @"Socket errors:(,? (connect|read|write|timeout) (?<n>\d+))+",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex SocketErrors();
}
