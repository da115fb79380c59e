using System.Text;
using System.Text.Unicode;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>
/// Decodes the bytes of a body into text, whatever their encoding. Unreadable bytes become U+FFFD;
/// nothing else is lost.
/// </summary>
internal static class TextDecoder
{
    private const char Replacement = '\uFFFD';
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(
        1252
    )!;

    /// <param name="charset">
    /// The charset that the sender declares; used unless the bytes show another.
    /// </param>
    /// <param name="substitutes">Whether it has characters that could not be read.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, out bool substitutes)
    {
        var text =
            Marked(bytes)
            ?? Wide(bytes)
            ?? (Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null)
            ?? Declared(bytes, charset)
            ?? Mixed(bytes);
        substitutes = text.Contains(Replacement, StringComparison.Ordinal);
        return text.TrimStart('\uFEFF');
    }

    /// <summary>Text that starts with a byte order mark.</summary>
    private static string? Marked(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32.GetString(bytes),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes),
            _ => null,
        };

    /// <summary>
    /// UTF-16 without a mark: the first characters of any JSON are ASCII, so every other byte is
    /// zero.
    /// </summary>
    private static string? Wide(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [not 0, 0, not 0, 0, ..] => Encoding.Unicode.GetString(bytes),
            [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode.GetString(bytes),
            _ => null,
        };

    private static string? Declared(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (charset is null || charset.StartsWith("utf", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            var encoding =
                CodePagesEncodingProvider.Instance.GetEncoding(charset)
                ?? Encoding.GetEncoding(charset);
            // As browsers do: Latin-1 and ASCII are read as Windows-1252, their superset.
            return encoding.CodePage is 28591 or 20127 ? Mixed(bytes) : encoding.GetString(bytes);
        }
        catch (ArgumentException)
        {
            return null; // No such encoding.
        }
    }

    /// <summary>
    /// UTF-8 with invalid bytes. A single such byte is a Windows-1252 character if nothing else in
    /// the text is UTF-8; several are a truncated character.
    /// </summary>
    private static string Mixed(ReadOnlySpan<byte> bytes)
    {
        var isUtf8 = HasLongSequence(bytes);
        var text = new StringBuilder(bytes.Length);
        Span<char> pair = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            var ascii = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            ascii = ascii < 0 ? bytes.Length : ascii;
            text.Append(Encoding.ASCII.GetString(bytes[..ascii]));
            bytes = bytes[ascii..];
            if (bytes.IsEmpty)
            {
                break;
            }

            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status == System.Buffers.OperationStatus.Done)
            {
                text.Append(pair[..rune.EncodeToUtf16(pair)]);
            }
            else
            {
                text.Append(isUtf8 || length > 1 ? Replacement : Single(bytes[0]));
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    private static bool HasLongSequence(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var next = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0)
            {
                return false;
            }

            bytes = bytes[next..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == System.Buffers.OperationStatus.Done)
            {
                return true;
            }

            bytes = bytes[length..];
        }
    }

    // Five places of the code page are empty; they decode to C1 controls, which nobody intended.
    private static char Single(byte value)
    {
        var c = Windows1252.GetString([value])[0];
        return char.IsControl(c) ? Replacement : c;
    }
}
