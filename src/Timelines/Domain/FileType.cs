using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Pir.Contracts.Texts;

namespace Pir.Timelines.Domain;

/// <summary>
/// What a file is by its content, because its name proves nothing. Pages and other texts that a
/// browser could run are plain text here.
/// </summary>
/// <param name="Endings">
/// File extensions that fit, with their dots. The first replaces any other.
/// </param>
public sealed record FileType(string MediaType, IReadOnlyList<string> Endings)
{
    public static FileType Text { get; } =
        new(
            "text/plain",
            [
                ".txt",
                ".log",
                ".csv",
                ".json",
                ".jsonl",
                ".yaml",
                ".yml",
                ".md",
                ".diff",
                ".patch",
                ".conf",
                ".ini",
                ".sql",
                ".har",
            ]
        );

    private static readonly FileType Zip = new(
        "application/zip",
        [".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"]
    );

    private static readonly FileType Anything = new(
        "application/octet-stream",
        [".bin", ".pcap", ".pcapng", ".hprof", ".dmp", ".tar"]
    );

    public static FileType Of(ReadOnlySpan<byte> content) =>
        ImageType.Of(content) is { } image ? Image(image)
        : content.StartsWith("%PDF-"u8) ? new("application/pdf", [".pdf"])
        : content.StartsWith("PK\x03\x04"u8) ? Zip
        : content.StartsWith<byte>([0x1F, 0x8B]) ? new("application/gzip", [".gz", ".tgz"])
        : Decode(content) is not null ? Text
        : Anything;

    private static FileType Image(string mediaType) =>
        new(mediaType, [ImageType.EndingOf(mediaType)]);

    /// <summary>
    /// The text that the bytes are, or null if they are no text. What is neither UTF-8 nor UTF-16
    /// is read as Latin-1, as old Windows programs write it.
    /// </summary>
    public static string? Decode(ReadOnlySpan<byte> content)
    {
        var text =
            content.StartsWith<byte>([0xFF, 0xFE]) ? Encoding.Unicode.GetString(content[2..])
            : content.StartsWith<byte>([0xFE, 0xFF])
                ? Encoding.BigEndianUnicode.GetString(content[2..])
            : content.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? Encoding.UTF8.GetString(content[3..])
            : Utf8.IsValid(content) ? Encoding.UTF8.GetString(content)
            : Encoding.Latin1.GetString(content);
        return text.AsSpan().ContainsAny(NoText) ? null : text;
    }

    /// <summary>A safe file name with an extension that fits the content.</summary>
    /// <param name="name">The sender's name for it; may be null or any text.</param>
    public string NameOf(string? name)
    {
        var last = Path.GetFileName((name ?? "").Replace('\\', '/'));
        var given = Path.GetExtension(last).ToLowerInvariant();
        var ending = Endings.Contains(given) ? given : Endings[0];
        var stem = string.Concat(
            Path.GetFileNameWithoutExtension(last)
                .Select(c =>
                    char.IsControl(c) || c is '"' or '<' or '>' or ':' or '|' or '?' or '*'
                        ? '_'
                        : c
                )
        );
        var safe = stem.Trim(' ', '.');
        return (safe.Length == 0 ? "file" : safe).Truncated(Attachment.MaxFileName - ending.Length)
            + ending;
    }

    // Control characters that no text has, except tab, line ends, form feed and escape.
    private static readonly SearchValues<char> NoText = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u000e\u000f\u0010\u0011\u0012\u0013"
    );
}
