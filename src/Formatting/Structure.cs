namespace Pir.Formatting;

/// <summary>
/// Checks the lines of a text before parsing: the parser's time grows with the square of the
/// nesting on one line and of the number of definitions.
/// </summary>
internal static class Structure
{
    private const int MostNesting = 40;
    private const int MostDefinitions = 1_000;

    public static bool IsTooCostly(string text)
    {
        var definitions = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = SkipMarkers(line, out var nesting);
            definitions += IsDefinition(content) ? 1 : 0;
            if (nesting > MostNesting || definitions > MostDefinitions)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What follows the quote and list marks at the start of a line.</summary>
    private static ReadOnlySpan<char> SkipMarkers(ReadOnlySpan<char> line, out int nesting)
    {
        nesting = 0;
        for (line = line.TrimStart(); LengthOfMarker(line) is > 0 and var length; nesting++)
        {
            line = line[length..].TrimStart();
        }

        return line;
    }

    private static int LengthOfMarker(ReadOnlySpan<char> line)
    {
        if (line is ['>', ..])
        {
            return 1;
        }

        var digits = line.IndexOfAnyExceptInRange('0', '9');
        var mark = digits is > 0 and <= 9 ? digits : 0;
        var isMark =
            mark < line.Length
            && (digits > 0 ? line[mark] is '.' or ')' : line[mark] is '-' or '*' or '+');
        return isMark && (mark + 1 == line.Length || char.IsWhiteSpace(line[mark + 1]))
            ? mark + 1
            : 0;
    }

    private static bool IsDefinition(ReadOnlySpan<char> line) =>
        line is ['[', ..] && line.Contains("]:", StringComparison.Ordinal);
}
