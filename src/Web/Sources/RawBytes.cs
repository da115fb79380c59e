using System.Globalization;
using System.Text;

namespace Pir.Web.Sources;

/// <summary>Shows bytes that are not text without losing any.</summary>
internal static class RawBytes
{
    /// <summary>
    /// Keeps UTF-8 text, writes every other byte and control character as <c>\xNN</c>, and doubles
    /// backslashes.
    /// </summary>
    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done || IsControl(rune))
            {
                foreach (var part in bytes[..length])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{part:X2}");
                }
            }
            else
            {
                text.Append(rune.Value == '\\' ? @"\\" : rune.ToString());
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }

    private static bool IsControl(Rune rune) =>
        Rune.IsControl(rune) && rune.Value is not ('\n' or '\t');
}
