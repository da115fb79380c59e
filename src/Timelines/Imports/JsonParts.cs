using System.Text.Json;

namespace Pir.Timelines.Imports;

/// <summary>An object of a JSON text, and the line it starts on, from 1.</summary>
internal readonly record struct JsonPart(JsonElement Value, int Line);

/// <summary>
/// Reads the objects of a JSON text: one on each line, the elements of a list, or a whole document.
/// What cannot be read is named and does not affect the rest.
/// </summary>
internal static class JsonParts
{
    private const string Rule = "is not valid JSON";

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    /// <summary>Whether the text is meant to be JSON.</summary>
    internal static bool IsJson(string text) =>
        text.AsSpan().TrimStart() is ['{' or '[', ..] start
        // Chats begin with times in brackets.
        && (start[0] == '{' || start[1..].TrimStart() is ['{' or ']', ..]);

    internal static IReadOnlyList<JsonPart> Read(string text, ImportReading reading)
    {
        if (Parse(text) is { } whole)
        {
            return Elements(whole, 1);
        }

        var lines = text.Split('\n');
        var parts = lines.Select(l => l.Trim() is ['{', .., '}'] t ? Parse(t) : null).ToList();
        return IsLines(lines, parts) ? Lines(lines, parts, reading) : Pieces(text, reading);
    }

    /// <summary>Not lists, although their elements may be on lines of their own.</summary>
    private static bool IsLines(string[] lines, List<JsonElement?> parts)
    {
        var first = Array.FindIndex(lines, l => l.Trim().Length > 0);
        var count = lines.Count(l => l.Trim().Length > 0);
        return lines[first].TrimStart()[0] == '{'
            && (parts[first] is not null || parts.Count(p => p is not null) * 4 >= count * 3);
    }

    private static List<JsonPart> Lines(
        string[] lines,
        List<JsonElement?> parts,
        ImportReading reading
    )
    {
        var read = new List<JsonPart>();
        for (var n = 0; n < lines.Length; n++)
        {
            if (parts[n] is { } part)
            {
                read.Add(new(part, n + 1));
            }
            else if (lines[n].Trim().Length > 0)
            {
                reading.Refuse(n + 1, lines[n], Rule);
            }
        }

        return read;
    }

    /// <summary>The objects of the outermost list of a document that is broken somewhere.</summary>
    private static List<JsonPart> Pieces(string text, ImportReading reading)
    {
        var read = new List<JsonPart>();
        var list = text.IndexOf('[', StringComparison.Ordinal);
        var (at, line) = (list < 0 ? 0 : list + 1, 1 + Count(text, 0, list < 0 ? 0 : list + 1));
        while (text.IndexOf('{', at) is >= 0 and var start)
        {
            line += Count(text, at, start);
            var end = EndOf(text, start);
            if (Parse(text[start..end]) is { } part)
            {
                read.Add(new(part, line));
            }
            else
            {
                end = Math.Min(end, NextOf(text, start));
                reading.Refuse(line, text[start..end], Rule);
            }

            line += Count(text, start, end);
            at = end;
        }

        if (read.Count == 0 && reading.Problems.Count == 0)
        {
            reading.Refuse(1, text, Rule);
        }

        return read;
    }

    /// <summary>Where the next line begins an object that is indented alike.</summary>
    private static int NextOf(string text, int start)
    {
        var lineStart = text.LastIndexOf('\n', start) + 1;
        var next = text.IndexOf(
            "\n" + text[lineStart..(start + 1)],
            start,
            StringComparison.Ordinal
        );
        return next < 0 ? text.Length : next;
    }

    /// <summary>Behind the bracket that closes the object; the end if none does.</summary>
    private static int EndOf(string text, int start)
    {
        var (depth, isText) = (0, false);
        for (var n = start; n < text.Length; n++)
        {
            switch (text[n])
            {
                case '\\' when isText:
                    n++;
                    break;
                // Texts of JSON do not go over line ends: a quote was forgotten.
                case '\n' when isText:
                    isText = false;
                    break;
                case '"':
                    isText = !isText;
                    break;
                case '{' when !isText:
                    depth++;
                    break;
                case '}' when !isText && --depth == 0:
                    return n + 1;
            }
        }

        return text.Length;
    }

    private static List<JsonPart> Elements(JsonElement value, int line) =>
        value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().SelectMany(e => Elements(e, line))]
            : [new(value, line)];

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static int Count(string text, int from, int to) =>
        text.AsSpan(from, to - from).Count('\n');
}
