using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.Web.Styleguide;

/// <summary>A custom property of the style sheet.</summary>
/// <param name="Light">
/// Its value in the light theme, and in the dark theme unless that overrides it.
/// </param>
internal sealed record Token(string Name, string Light, string Dark)
{
    public bool IsColour => Light.StartsWith('#');

    /// <summary>A length in <c>rem</c>, in pixels at 16 px.</summary>
    public double? Pixels =>
        Light.EndsWith("rem", StringComparison.Ordinal)
            ? double.Parse(Light[..^3], CultureInfo.InvariantCulture) * 16
            : null;
}

/// <summary>A foreground and a background colour.</summary>
/// <param name="Needed">
/// Contrast required by WCAG 2.2 AA: 4.5 for text, 3 for everything else.
/// </param>
internal sealed record Pair(Token Front, Token Back, double Needed)
{
    public double InLight => Tokens.Contrast(Front.Light, Back.Light);

    public double InDark => Tokens.Contrast(Front.Dark, Back.Dark);

    public bool IsEnough => Math.Min(InLight, InDark) >= Needed;
}

/// <summary>The tokens, read from the style sheet itself.</summary>
internal static partial class Tokens
{
    private const int MostMilliseconds = 1000;
    private const double ForText = 4.5;
    private const double ForLines = 3;

    private static readonly string[] Hues =
    [
        "red",
        "orange",
        "amber",
        "green",
        "blue",
        "violet",
        "slate",
        "accent",
    ];

    public static IReadOnlyList<Token> All { get; } = Read();

    /// <summary>All pairs used by the components.</summary>
    public static IReadOnlyList<Pair> Pairs { get; } =
    [
        .. new[] { "bg", "surface", "raised", "sunken" }.SelectMany(back =>
            new[] { "text", "muted" }.Select(front => Of(front, back, ForText))
        ),
        .. Hues.Select(hue => Of(hue, hue + "-soft", ForText)),
        .. Hues.Select(hue => Of(hue, "surface", ForText)),
        Of("on-fill", "accent-fill", ForText),
        Of("on-fill", "accent-fill-hover", ForText),
        Of("on-fill", "red-fill", ForText),
        Of("line-strong", "surface", ForLines),
        Of("focus", "bg", ForLines),
    ];

    /// <summary>The contrast as defined by WCAG, from 1 to 21.</summary>
    public static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static Pair Of(string front, string back, double needed) =>
        new(All.First(t => t.Name == front), All.First(t => t.Name == back), needed);

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 1))
        + (0.7152 * Channel(colour, 3))
        + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var value = Convert.ToInt32(colour.Substring(at, 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static List<Token> Read()
    {
        using var stream = typeof(Tokens).Assembly.GetManifestResourceStream("tokens.css")!;
        using var reader = new StreamReader(stream);
        return
        [
            .. Property()
                .Matches(reader.ReadToEnd())
                .Select(m =>
                    Both().Match(m.Groups["value"].Value) is { Success: true } both
                        ? new Token(
                            m.Groups["name"].Value,
                            both.Groups["light"].Value,
                            both.Groups["dark"].Value
                        )
                        : new Token(
                            m.Groups["name"].Value,
                            m.Groups["value"].Value,
                            m.Groups["value"].Value
                        )
                ),
        ];
    }

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<value>[^;]+);", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Property();

    [GeneratedRegex(
        "^light-dark\\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\\)$",
        RegexOptions.None,
        MostMilliseconds
    )]
    private static partial Regex Both();
}
