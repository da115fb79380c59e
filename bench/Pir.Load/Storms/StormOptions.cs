using System.Globalization;

namespace Pir.Load.Storms;

/// <summary>Options of the command line for the storm of alerts.</summary>
/// <param name="Alerts">Reports in all, spread evenly over the fingerprints.</param>
/// <param name="PerSecond">Webhooks sent per second, each with one alert.</param>
/// <param name="Name">Suffix of the file name in bench/results.</param>
internal sealed record StormOptions(int Alerts, int PerSecond, string Name)
{
    public const string Usage = """
        ./build.sh bench --storm [--alerts 50000] [--per-second 1000] [--name local]
          --alerts      reports of alerts in all, over 2,000 fingerprints; a multiple of 2,000
          --per-second  how fast they are sent, while a person opens pages
          --name        the result is kept as bench/results/<date>-storm-<name>.md; "local" is not committed
        """;

    public static StormOptions Parse(string[] args)
    {
        var options = new StormOptions(50_000, 1_000, "local");
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--storm" => options,
                "--alerts" => options with { Alerts = Number(args, ++i) },
                "--per-second" => options with { PerSecond = Number(args, ++i) },
                "--name" when i + 1 < args.Length => options with { Name = args[++i] },
                _ => throw new UsageException($"Unknown option {args[i]}.\n{Usage}"),
            };
        }

        return options.Alerts % StormPlan.Fingerprints == 0
            ? options
            : throw new UsageException($"--alerts takes a multiple of {StormPlan.Fingerprints}.");
    }

    private static int Number(string[] args, int at) =>
        int.TryParse(
            args.ElementAtOrDefault(at),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
        && number > 0
            ? number
            : throw new UsageException($"{args[at - 1]} takes a number.\n{Usage}");
}
