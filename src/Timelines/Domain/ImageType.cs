namespace Pir.Timelines.Domain;

/// <summary>
/// Recognizes images that browsers show by their first bytes, because a file's name proves
/// nothing.
/// </summary>
public static class ImageType
{
    /// <summary>
    /// Media type, or null for anything else. SVG is not accepted, because it can contain scripts.
    /// </summary>
    public static string? Of(ReadOnlySpan<byte> content) =>
        content.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : content.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) ? "image/gif"
        : content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8)
            ? "image/webp"
        : null;

    /// <summary>File extension, with its dot.</summary>
    public static string EndingOf(string mediaType) =>
        mediaType switch
        {
            "image/png" => ".png",
            "image/jpeg" => ".jpg",
            "image/gif" => ".gif",
            _ => ".webp",
        };

    /// <summary>The media type of an image, as its file extension shows it.</summary>
    public static bool IsImage(string mediaType) =>
        mediaType.StartsWith("image/", StringComparison.Ordinal);
}
