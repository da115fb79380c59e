using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Pir.Load;

/// <summary>Writes measurements as Markdown.</summary>
internal sealed class Report(Measurements measured, LoadOptions options, Surroundings surroundings)
{
    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        WriteHead();
        WriteAccepts();
        WritePaths();
        WriteRest();
        WriteGoals();
        return _text.ToString();
    }

    /// <summary>Title, machine and how busy it was.</summary>
    public static string Head(string title, Surroundings surroundings) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # {title}, {surroundings.At:yyyy-MM-dd HH:mm} UTC

            {surroundings.Processor}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}.
            Load average before: {surroundings.LoadBefore}; after: {surroundings.LoadAfter}. Load generator, services and broker share the cores.

            """
        );

    private void WriteHead()
    {
        _text.Append(Head("Load", surroundings));
        Line(
            $"{options.Rounds} interleaved rounds of {options.Seconds} s; medians, and each round "
                + "in brackets. Compare ratios only."
        );
    }

    private void WriteAccepts()
    {
        var rounds = measured.Accepts;
        Table(
            "accepting webhooks (64 connections, one new alert each)",
            "per second | p50 ms | p99 ms"
        );
        Accept("bare endpoint", rounds.Select(r => r.Bare));
        Accept("naive", rounds.Select(r => r.Naive));
        Accept("intake (events published meanwhile)", rounds.Select(r => r.Direct));
        Accept("intake through the gateway", rounds.Select(r => r.Gateway));
        Accept("intake, broker away (events recorded)", rounds.Select(r => r.Recorded));
        Table("ratio", "median");
        Ratio("intake / bare endpoint", r => r.Direct.PerSecond / r.Bare.PerSecond);
        Ratio("intake, broker away / bare endpoint", r => r.Recorded.PerSecond / r.Bare.PerSecond);
        Ratio("intake / naive", r => r.Direct.PerSecond / r.Naive.PerSecond);
        Ratio("through the gateway / direct", r => r.Gateway.PerSecond / r.Direct.PerSecond);
    }

    private void WritePaths()
    {
        Table($"{options.Rate} webhooks/s through all services", "p50 ms | p99 ms");
        Path("webhook to its 202", r => r.Accepted);
        Path("webhook to timeline, as a reader sees it", r => r.Timeline);
        Path("webhook to subscriber", r => r.Subscriber);
    }

    private void WriteRest()
    {
        Table("losses and duplicates", "accepted | arrived | lost | duplicated");
        foreach (var (what, ledger) in measured.Ledgers)
        {
            Line(
                $"| {what} | {ledger.Accepted} | {ledger.Arrived} | {ledger.Lost} | "
                    + $"{ledger.Duplicated} |"
            );
        }
        _text.Append(FreshReport.Of(measured.Fresh));
        Table("memory", "resident MB");
        foreach (var (process, megabytes) in measured.Memory)
        {
            Line($"| {process} | {Number(megabytes, "0")} |");
        }
        WriteWhole(measured.Whole);
    }

    private void WriteWhole(WholeSystem whole)
    {
        Table("the AppHost's run, idle", "resident MB | shared pages counted once");
        foreach (var part in (MemoryPart[])[.. whole.Parts, whole.All, WholeSystem.Before])
        {
            Line($"| {part.Name} | {Number(part.Resident, "0")} | {Number(part.Share, "0")} |");
        }
        Table("the AppHost's start", "seconds");
        Line($"| command to the gateway's first answer | {Number(whole.StartSeconds, "0.0")} |");
    }

    private void WriteGoals()
    {
        Table("goal", "measured | met");
        foreach (var goal in measured.Goals)
        {
            Line(
                $"| {goal.Name} | {Number(goal.Value, "0.##")} | {(goal.IsMet ? "pass" : "FAIL")} |"
            );
        }
    }

    private void Accept(string name, IEnumerable<WrkResult> results)
    {
        var all = results.ToList();
        Line(
            $"| {name} | {Spread(all.Select(r => r.PerSecond), "0")} | "
                + $"{Spread(all.Select(r => r.P50), "0.0")} | "
                + $"{Spread(all.Select(r => r.P99), "0.0")} |"
        );
    }

    private void Ratio(string name, Func<AcceptRound, double> ratio) =>
        Line($"| {name} | {Spread(measured.Accepts.Select(ratio), "0.00")} |");

    private void Path(string name, Func<PathRound, IReadOnlyList<double>> of) =>
        Line(
            $"| {name} | {Spread(measured.Paths.Select(r => of(r).Percentile(50)), "0.0")} | "
                + $"{Spread(measured.Paths.Select(r => of(r).Percentile(99)), "0.0")} |"
        );

    private void Table(string first, string others)
    {
        Line("");
        Line($"| {first} | {others} |");
        Line($"|---|{string.Concat(others.Split('|').Select(_ => "---|"))}");
    }

    private static string Spread(IEnumerable<double> values, string format)
    {
        var all = values.ToList();
        return $"{Number(all.Median(), format)} "
            + $"({string.Join(", ", all.Select(v => Number(v, format)))})";
    }

    private static string Number(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);

    private void Line(FormattableString line) =>
        _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private void Line(string line) => _text.Append(line).Append('\n');
}
