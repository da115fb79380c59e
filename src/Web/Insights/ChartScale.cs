using System.Globalization;

namespace Pir.Web.Insights;

/// <summary>Positions of values in a drawing, and the values labelled on its axis.</summary>
internal sealed class ChartScale
{
    public const double Top = 20;
    public const double Bottom = 168;
    public const double Left = 50;
    public const double Right = 436;

    private static readonly (double Seconds, string Text)[] Times =
    [
        (60, "1 min"),
        (600, "10 min"),
        (3_600, "1 h"),
        (21_600, "6 h"),
        (86_400, "1 d"),
        (604_800, "7 d"),
        (2_592_000, "30 d"),
    ];

    private readonly Func<double, double> _share;

    private ChartScale(Func<double, double> share, IReadOnlyList<(double, string)> ticks) =>
        (_share, Ticks) = (share, ticks);

    /// <summary>Values with a grid line, and their labels.</summary>
    public IReadOnlyList<(double Value, string Text)> Ticks { get; }

    /// <summary>Height of a value in the drawing.</summary>
    public double Y(double value) => Bottom - (Math.Clamp(_share(value), 0, 1) * (Bottom - Top));

    public static ChartScale For(Chart chart) =>
        chart.Kind switch
        {
            ChartKind.Share => new(v => v, [(0, "0 %"), (0.5, "50 %"), (1, "100 %")]),
            ChartKind.Range => Logarithmic([
                .. chart.Rows.SelectMany(r => r.Values.Take(2)).OfType<double>(),
            ]),
            _ => Linear(chart.Rows.Max(r => r.Values.Sum() ?? 0)),
        };

    public static string Number(double value) =>
        value.ToString("0.##", CultureInfo.InvariantCulture);

    private static ChartScale Linear(double most)
    {
        var step = most <= 4 ? 1 : Math.Ceiling(most / 4);
        var top = Math.Max(1, Math.Ceiling(most / step)) * step;
        var ticks = Enumerable
            .Range(0, (int)(top / step) + 1)
            .Select(i => (i * step, (i * step).ToString(CultureInfo.InvariantCulture)))
            .ToList();
        return new(v => v / top, ticks);
    }

    private static ChartScale Logarithmic(List<double> values)
    {
        var (least, most) = values.Count == 0 ? (60, 3_600) : (values.Min(), values.Max());
        // At least two lines, so that values can be compared.
        var bottom = Times.LastOrDefault(t => t.Seconds <= least && t.Seconds < most, (20, ""));
        var top = Times.FirstOrDefault(
            t => t.Seconds >= most && t.Seconds > bottom.Item1,
            Times[^1]
        );
        var (low, high) = (Math.Log(bottom.Item1), Math.Log(top.Seconds));
        return new(
            v => (Math.Log(Math.Max(v, bottom.Item1)) - low) / (high - low),
            [.. Times.Where(t => t.Seconds >= bottom.Item1 && t.Seconds <= top.Seconds)]
        );
    }
}
