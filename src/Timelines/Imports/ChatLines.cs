namespace Pir.Timelines.Imports;

/// <summary>The lines of a copied chat. Each is compared with the forms of headings once.</summary>
internal sealed class ChatLines
{
    private const int MostMarks = 3;

    private readonly string[] _lines;
    private readonly bool[] _isCode;
    private readonly (bool IsRead, ChatHeading? Heading)[] _headings;
    private readonly (bool IsRead, ChatHeading? Time)[] _times;

    internal ChatLines(string text)
    {
        _lines = [.. text.ReplaceLineEndings("\n").Split('\n').Select(Plain)];
        _isCode = CodeOf(_lines);
        _headings = new (bool, ChatHeading?)[_lines.Length];
        _times = new (bool, ChatHeading?)[_lines.Length];
    }

    internal int Count => _lines.Length;

    internal string this[int n] => _lines[n];

    /// <summary>Between code fences.</summary>
    internal bool IsCode(int n) => _isCode[n];

    internal bool IsBlank(int n) =>
        n < 0 || n >= _lines.Length || string.IsNullOrWhiteSpace(_lines[n]);

    /// <summary>The heading that the line looks like; null if none.</summary>
    internal ChatHeading? HeadingAt(int n)
    {
        if (!_headings[n].IsRead)
        {
            _headings[n] = (true, HasTime(_lines[n]) ? ChatHeading.Read(_lines[n].Trim()) : null);
        }

        return _headings[n].Heading;
    }

    /// <summary>The time that the line holds alone; null if it holds something else.</summary>
    internal ChatHeading? TimeAt(int n)
    {
        if (!_times[n].IsRead)
        {
            _times[n] = (true, HasTime(_lines[n]) ? ChatHeading.ReadTime(_lines[n].Trim()) : null);
        }

        return _times[n].Time;
    }

    /// <summary>
    /// The time under line <paramref name="n"/>, with at most a few marks between, if the line may
    /// be a name.
    /// </summary>
    internal ChatHeading? TimeBelow(int n, out int last)
    {
        last = n;
        if (_isCode[n] || !ChatName.CouldBeName(_lines[n].Trim()) || HeadingAt(n) is not null)
        {
            return null;
        }

        for (last = n + 1; last < _lines.Length && last <= n + 1 + MostMarks; last++)
        {
            if (TimeAt(last) is { } time)
            {
                return time;
            }

            if (!ChatName.IsMarks(_lines[last].Trim()))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Whether digits surround a colon: what every heading has.</summary>
    private static bool HasTime(string line)
    {
        for (var at = line.IndexOf(':'); at >= 0; at = line.IndexOf(':', at + 1))
        {
            if (
                at > 0
                && at + 2 < line.Length
                && char.IsAsciiDigit(line[at - 1])
                && char.IsAsciiDigit(line[at + 1])
                && char.IsAsciiDigit(line[at + 2])
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Lines from one fence to the next; a fence without another is text.</summary>
    private static bool[] CodeOf(string[] lines)
    {
        var isCode = new bool[lines.Length];
        for (var n = 0; n < lines.Length; n++)
        {
            if (!IsFence(lines[n]))
            {
                continue;
            }

            var end = Array.FindIndex(lines, n + 1, IsFence);
            if (end < 0)
            {
                break;
            }

            Array.Fill(isCode, value: true, n, end - n + 1);
            n = end;
        }

        return isCode;
    }

    private static bool IsFence(string line) =>
        line.Trim() is { } text
        && text.StartsWith("```", StringComparison.Ordinal)
        && !text[3..].Contains("```", StringComparison.Ordinal);

    /// <summary>Phones write invisible marks and other spaces around times.</summary>
    private static string Plain(string line) =>
        line.Replace('\u202f', ' ')
            .Replace('\u00a0', ' ')
            .Replace("\u200e", "", StringComparison.Ordinal)
            .Replace("\u200f", "", StringComparison.Ordinal)
            .Replace("\u200b", "", StringComparison.Ordinal)
            .Replace("\ufeff", "", StringComparison.Ordinal);
}
