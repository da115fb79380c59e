using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.Load;

/// <summary>Options of the command line.</summary>
/// <param name="Rounds">Number of measurements, for the medians.</param>
/// <param name="Seconds">How long each measurement takes.</param>
/// <param name="Rate">Webhooks per second offered while the whole path is timed.</param>
/// <param name="Burst">Webhooks sent as fast as possible before losses are counted.</param>
/// <param name="Name">Suffix of the file name in bench/results.</param>
internal sealed partial record LoadOptions(
    int Rounds,
    int Seconds,
    int Rate,
    int Burst,
    string Name
)
{
    public const string Usage = """
        ./build.sh bench [--quick] [--rounds 3] [--seconds 4] [--rate 100] [--burst 2000] [--name local] [--start]
          --start    only how the one-process product starts and warms up, and its memory, about 3 minutes
          --quick    shorter: 3 rounds of 2 s, 50 webhooks/s, a burst of 500
          --rounds   interleaved rounds, at least 3; the table holds their medians
          --seconds  length of each measurement
          --rate     webhooks per second while the whole path is timed
          --burst    webhooks sent at once before losses and duplicates are counted
          --name     the result is kept as bench/results/<date>-<name>.md; "local" is not committed
        """;

    /// <exception cref="UsageException">The command line cannot be read.</exception>
    public static LoadOptions Parse(string[] args)
    {
        var options = args.Contains("--quick")
            ? new LoadOptions(3, 2, 50, 500, "local")
            : new LoadOptions(3, 4, 100, 2_000, "local");
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" or "--start" => options,
                "--rounds" => options with { Rounds = Number(args, ++i, atLeast: 3) },
                "--seconds" => options with { Seconds = Number(args, ++i, atLeast: 1) },
                "--rate" => options with { Rate = Number(args, ++i, atLeast: 1) },
                "--burst" => options with { Burst = Number(args, ++i, atLeast: 0) },
                "--name" => options with { Name = Word(args, ++i) },
                _ => throw Wrong($"Unknown option {args[i]}."),
            };
        }
        return options;
    }

    private static int Number(string[] args, int at, int atLeast) =>
        int.TryParse(
            args.ElementAtOrDefault(at),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var n
        )
        && n >= atLeast
            ? n
            : throw Wrong($"{args[at - 1]} takes a number, at least {atLeast}.");

    private static string Word(string[] args, int at) =>
        args.ElementAtOrDefault(at) is { } word && ShortName().IsMatch(word)
            ? word
            : throw Wrong($"{args[at - 1]} takes a word of letters, digits and hyphens.");

    private static UsageException Wrong(string message) => new($"{message}\n{Usage}");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9-]{0,60}$", RegexOptions.None, 1000)]
    private static partial Regex ShortName();
}

/// <summary>The command line is not valid. The message has the reason and the usage.</summary>
internal sealed class UsageException(string message) : Exception(message);
