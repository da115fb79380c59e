using System.Collections.Frozen;
using System.Globalization;

namespace Pir.Contracts.Incidents;

/// <summary>The words that people and monitoring tools use for severities.</summary>
public static class SeverityWords
{
    private const int LongestText = 200;

    /// <summary>In lower case, letters and digits only. SEV0 counts as SEV1.</summary>
    private static readonly FrozenDictionary<string, Severity> Words = new Dictionary<
        Severity,
        string
    >
    {
        [Severity.Sev1] =
            "critical crit fatal emergency emerg disaster panic page blocker outage severe alert "
            + "urgent highest catastrophic extreme red",
        [Severity.Sev2] = "error err errors high major serious important failure orange",
        [Severity.Sev3] = "warning warn medium med moderate average degraded yellow amber",
        [Severity.Sev4] = "minor low notice noncritical",
        [Severity.Sev5] =
            "info information informational informative none debug trace verbose lowest trivial "
            + "notclassified ok green blue",
    }
        .SelectMany(s => s.Value.Split(' ').Select(word => (word, s.Key)))
        .ToFrozenDictionary(s => s.word, s => s.Key, StringComparer.Ordinal);

    /// <summary>Prefixes of a number.</summary>
    private static readonly FrozenSet<string> Scales = FrozenSet.Create(
        StringComparer.Ordinal,
        "",
        "sev",
        "severity",
        "p",
        "prio",
        "priority",
        "s",
        "l",
        "lvl",
        "level",
        "tier",
        "urgency"
    );

    private static readonly (string Sign, Severity Severity)[] Signs =
    [
        ("🔥", Severity.Sev1),
        ("🚨", Severity.Sev1),
        ("🆘", Severity.Sev1),
        ("🔴", Severity.Sev1),
        ("⛔", Severity.Sev1),
        ("💥", Severity.Sev1),
        ("🟥", Severity.Sev1),
        ("🟠", Severity.Sev2),
        ("❌", Severity.Sev2),
        ("❗", Severity.Sev2),
        ("⚠", Severity.Sev3),
        ("🟡", Severity.Sev3),
        ("🟨", Severity.Sev3),
        ("🔵", Severity.Sev5),
        ("ℹ", Severity.Sev5),
        ("🟢", Severity.Sev5),
        ("✅", Severity.Sev5),
    ];

    /// <summary>
    /// The severity that a text means, or null if it is unknown. Case, space and punctuation do not
    /// matter: <c>sev1</c>, <c>SEV 1</c>, <c>P1 - Critical</c>, <c>crit</c> and <c>🔴</c> mean the
    /// same.
    /// </summary>
    public static Severity? Parse(string? text)
    {
        if (text is null or { Length: > LongestText } || IsNegative(text))
        {
            return null;
        }

        Span<char> squashed = stackalloc char[LongestText];
        var length = Squash(text, squashed);
        return Lookup(squashed[..length]) ?? (length < text.Length ? ParseParts(text) : null);
    }

    /// <summary><c>sev1</c> … <c>sev5</c>.</summary>
    public static string ToWord(this Severity severity) =>
        severity switch
        {
            Severity.Sev1 => "sev1",
            Severity.Sev2 => "sev2",
            Severity.Sev3 => "sev3",
            Severity.Sev4 => "sev4",
            _ => "sev5",
        };

    private static bool IsNegative(string text) =>
        text.AsSpan().TrimStart() is ['-', >= '0' and <= '9', ..];

    private static int Squash(ReadOnlySpan<char> text, Span<char> into)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                into[length++] = char.ToLowerInvariant(c);
            }
        }

        return length;
    }

    /// <param name="word">Letters and digits in lower case.</param>
    private static Severity? Lookup(ReadOnlySpan<char> word)
    {
        if (Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var severity))
        {
            return severity;
        }

        var digits = word.TrimStart("abcdefghijklmnopqrstuvwxyz");
        var scale = word[..^digits.Length];
        return
            digits.Length is 1 or 2
            && Scales.GetAlternateLookup<ReadOnlySpan<char>>().Contains(scale)
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? OfNumber(number)
            : null;
    }

    // Up to 7, as in syslog.
    private static Severity? OfNumber(int number) =>
        number switch
        {
            0 or 1 => Severity.Sev1,
            >= 2 and <= 4 => (Severity)number,
            >= 5 and <= 7 => Severity.Sev5,
            _ => null,
        };

    /// <summary>A number counts first, then the most severe word, then a symbol.</summary>
    private static Severity? ParseParts(string text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            return decimal.IsInteger(exact) && exact is >= 0 and <= 7 ? OfNumber((int)exact) : null;
        }

        Severity? worst = null;
        Span<char> part = stackalloc char[LongestText];
        var before = "";
        foreach (var range in Parts(text))
        {
            var word = part[..Squash(text.AsSpan(range), part)];
            if (before.Length > 0 && Lookup(string.Concat(before, word)) is { } numbered)
            {
                return numbered;
            }

            if (Lookup(word) is { } found)
            {
                if (char.IsAsciiDigit(word[^1]))
                {
                    return found;
                }

                worst = worst < found ? worst : found;
            }

            before = Scales.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
                ? word.ToString()
                : "";
        }

        return worst ?? OfSign(text);
    }

    private static List<Range> Parts(string text)
    {
        var parts = new List<Range>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (isWord && start < 0)
            {
                start = i;
            }
            else if (!isWord && start >= 0)
            {
                parts.Add(start..i);
                start = -1;
            }
        }

        return parts;
    }

    private static Severity? OfSign(string text)
    {
        foreach (var (sign, severity) in Signs)
        {
            if (text.Contains(sign, StringComparison.Ordinal))
            {
                return severity;
            }
        }

        return null;
    }
}
