using System.Globalization;
using System.Text;

namespace Pir.Load;

/// <summary>Writes what was measured of fresh processes as Markdown.</summary>
internal static class FreshReport
{
    public static string Of(FreshProcess fresh)
    {
        var text = new StringBuilder();
        text.Append("\n| one process, exec to first 202 | seconds | processor seconds |");
        text.Append(" resident MB | shared pages counted once |\n|---|---|---|---|---|\n");
        text.Append(Starts("as built", fresh.Starts));
        text.Append(Starts("built with FastStart=false", fresh.PlainStarts));
        text.Append(
            CultureInfo.InvariantCulture,
            $"| ratio | {fresh.OfPlain:0.00} | {fresh.ProcessorOfPlain:0.00} | | |\n"
        );
        text.Append("\n| one process, 5 s after its first 202 | per second | warm | ratio |\n");
        text.Append("|---|---|---|---|\n");
        text.Append(WarmUps("lists of incidents (8 connections)", fresh.Lists));
        text.Append(WarmUps($"webhooks ({Wrk.Connections} connections)", fresh.Storms));
        return text.ToString();
    }

    public static string GoalsOf(FreshProcess fresh)
    {
        var text = new StringBuilder("\n| goal | measured | met |\n|---|---|---|\n");
        foreach (var goal in fresh.Goals)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {goal.Name} | {goal.Value:0.##} | {(goal.IsMet ? "pass" : "FAIL")} |\n"
            );
        }
        return text.ToString();
    }

    private static string Starts(string name, IReadOnlyList<StartCost> costs) =>
        $"| {name} | {Spread(costs.Select(c => c.Seconds), "0.00")} "
        + $"| {Spread(costs.Select(c => c.ProcessorSeconds), "0.00")} "
        + $"| {Spread(costs.Select(c => c.Resident), "0")} "
        + $"| {Spread(costs.Select(c => c.Share), "0")} |\n";

    private static string WarmUps(string name, IReadOnlyList<WarmUp> all) =>
        $"| {name} | {Spread(all.Select(w => w.Early), "0")} "
        + $"| {Spread(all.Select(w => w.Warm), "0")} "
        + $"| {Spread(all.Select(w => w.Ratio), "0.00")} |\n";

    private static string Spread(IEnumerable<double> values, string format)
    {
        var all = values.ToList();
        return $"{Number(all.Median(), format)} "
            + $"({string.Join(", ", all.Select(v => Number(v, format)))})";
    }

    private static string Number(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
