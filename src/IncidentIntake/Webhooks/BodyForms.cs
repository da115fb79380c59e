using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Bodies in the formats of HTML forms: URL-encoded fields and multipart. Recognized by their
/// content, because a sender's headers are often wrong.
/// </summary>
internal static class BodyForms
{
    private const int MaxFields = 1_000;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]%+"
    );

    /// <summary>
    /// The JSON texts in the fields; else one object with all fields; null if the text is not a
    /// form.
    /// </summary>
    public static IReadOnlyList<string>? Read(string text, string? charset)
    {
        var trimmed = text.TrimStart();
        var fields = trimmed.StartsWith("--", StringComparison.Ordinal)
            ? ReadMultipart(trimmed)
            : ReadUrlEncoded(trimmed, charset);
        if (fields is not { Count: > 0 })
        {
            return null;
        }

        var json = fields.Select(f => f.Value.Trim()).Where(v => v is ['{' or '[', ..]).ToList();
        return json.Count > 0 ? json : [AsObject(fields)];
    }

    private static List<(string Name, string Value)>? ReadUrlEncoded(string text, string? charset)
    {
        if (!LooksUrlEncoded(text))
        {
            return null;
        }

        return
        [
            .. text.Trim()
                .Split('&', MaxFields)
                .Where(pair => pair.Length > 0)
                .Select(pair => pair.Split('=', 2))
                .Select(p =>
                    (Unescape(p[0], charset), p.Length > 1 ? Unescape(p[1], charset) : "")
                ),
        ];
    }

    // A name of ordinary characters, then "=": nothing else starts like that.
    private static bool LooksUrlEncoded(string text)
    {
        var end = text.IndexOf('=', StringComparison.Ordinal);
        return end is > 0 and <= 100 && text.AsSpan(0, end).IndexOfAnyExcept(NameCharacters) < 0;
    }

    private static string Unescape(string text, string? charset)
    {
        var escaped = Encoding.UTF8.GetBytes(text);
        var bytes = WebUtility.UrlDecodeToBytes(escaped, 0, escaped.Length) ?? [];
        return TextDecoder.Decode(bytes, charset, out _);
    }

    private static List<(string Name, string Value)>? ReadMultipart(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end is < 3 or > 200)
        {
            return null;
        }

        var boundary = text[..end].TrimEnd();
        var fields = new List<(string, string)>();
        foreach (var part in text.Split(boundary, MaxFields))
        {
            if (ReadPart(part) is { } field)
            {
                fields.Add(field);
            }
        }

        return fields;
    }

    private static (string Name, string Value)? ReadPart(string part)
    {
        var (end, gap) = (part.IndexOf("\r\n\r\n", StringComparison.Ordinal), 4);
        if (end < 0)
        {
            (end, gap) = (part.IndexOf("\n\n", StringComparison.Ordinal), 2);
        }

        if (end < 0)
        {
            return null; // The end mark, or text before the first part.
        }

        const string mark = "name=";
        var head = part[..end];
        var at = head.IndexOf(mark, StringComparison.OrdinalIgnoreCase);
        var name =
            at < 0 ? "" : head[(at + mark.Length)..].Split(';', '\r', '\n')[0].Trim(' ', '"');
        return (name, part[(end + gap)..].TrimEnd('\r', '\n'));
    }

    private static string AsObject(IEnumerable<(string Name, string Value)> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                json.WriteString(Whole(name), Whole(value));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    // The writer refuses lone surrogates; UTF-8 has none.
    private static string Whole(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
