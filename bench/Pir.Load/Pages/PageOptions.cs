using System.Globalization;

namespace Pir.Load.Pages;

/// <summary>Options of the command line for the page benchmark.</summary>
/// <param name="Incidents">
/// Stored before pages are requested; a multiple of <see cref="Templates.Count"/>.
/// </param>
/// <param name="Requests">Per page.</param>
/// <param name="Name">Suffix of the file name in bench/results.</param>
internal sealed record PageOptions(int Incidents, int Requests, string Name)
{
    public const string Usage = """
        ./build.sh bench --pages [--incidents 10000] [--requests 200] [--name local]
          --incidents  stored before pages are asked for, each with about 20 timeline entries
          --requests   per page; all pages take turns
          --name       the result is kept as bench/results/<date>-pages-<name>.md; "local" is not committed
        """;

    public static PageOptions Parse(string[] args)
    {
        var options = new PageOptions(10_000, 200, "local");
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--pages" => options,
                "--incidents" => options with { Incidents = Number(args, ++i) },
                "--requests" => options with { Requests = Number(args, ++i) },
                "--name" when i + 1 < args.Length => options with { Name = args[++i] },
                _ => throw new UsageException($"Unknown option {args[i]}.\n{Usage}"),
            };
        }

        return options.Incidents % Templates.Count == 0
            ? options
            : throw new UsageException($"--incidents takes a multiple of {Templates.Count}.");
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
