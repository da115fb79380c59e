namespace Aspire.Hosting.Running;

/// <summary>One console for all processes: each line carries the name of the process it comes from.</summary>
internal sealed class RunLog(int nameWidth)
{
    /// <summary>The engine's own name in the log.</summary>
    public const string Self = "apphost";

    private static readonly string[] Colours =
    [
        "\e[36m",
        "\e[33m",
        "\e[32m",
        "\e[35m",
        "\e[34m",
        "\e[96m",
        "\e[93m",
        "\e[92m",
        "\e[95m",
        "\e[94m",
    ];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _colourOf = new(StringComparer.Ordinal);

    /// <summary>Colours are for people: not in files, and not where NO_COLOR asks for none.</summary>
    public bool IsColoured { get; } =
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public void Write(string message) => Write(Self, message);

    public void Write(string source, string line)
    {
        lock (_gate)
        {
            var name = source.PadRight(nameWidth);
            Console.Out.WriteLine(
                IsColoured ? $"{Colour(source)}{name} |\e[0m {line}" : $"{name} | {line}"
            );
        }
    }

    /// <summary>A line of its own, for people and scripts that wait for it.</summary>
    public void Announce(string line)
    {
        lock (_gate)
            Console.Out.WriteLine(line);
    }

    private string Colour(string source)
    {
        if (!_colourOf.TryGetValue(source, out var colour))
            _colourOf[source] = colour = Colours[_colourOf.Count % Colours.Length];
        return colour;
    }
}
