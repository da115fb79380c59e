using System.Buffers;
using System.IO.Compression;

namespace Pir.IncidentIntake.Webhooks;

/// <summary>Decompresses a body according to its headers.</summary>
internal static class ContentEncodings
{
    /// <summary>The decompressed body, as far as possible and up to the limit.</summary>
    /// <param name="encodings">
    /// The header <c>Content-Encoding</c>: one or more, in the order they were applied.
    /// </param>
    /// <param name="end">How the decompression ended.</param>
    /// <returns>Null if nothing could be decompressed.</returns>
    public static byte[]? Unpack(
        ReadOnlyMemory<byte> body,
        string encodings,
        int limit,
        out UnpackedEnd end
    )
    {
        end = UnpackedEnd.Whole;
        byte[]? unpacked = null;
        foreach (var encoding in encodings.Split(',').Reverse())
        {
            var packed = unpacked ?? body.ToArray();
            unpacked = encoding.Trim().ToLowerInvariant() switch
            {
                "gzip" or "x-gzip" => Unpack(s => new GZipStream(s, Mode), packed, limit, ref end),
                "br" => Unpack(s => new BrotliStream(s, Mode), packed, limit, ref end),
                "deflate" => Unpack(Inflate(packed), packed, limit, ref end),
                "identity" or "" => packed,
                _ => null,
            };
            if (unpacked is null)
            {
                end = UnpackedEnd.Damaged;
                return null;
            }
        }

        return unpacked;
    }

    /// <summary>
    /// Whether a body may be uncompressed text: compressed data has control characters unless it is
    /// very short.
    /// </summary>
    public static bool LooksUnpacked(ReadOnlySpan<byte> body) => !body.ContainsAny(Controls);

    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        Enumerable.Range(0, 32).Select(b => (byte)b).Except("\t\r\n"u8.ToArray()).ToArray()
    );

    private const CompressionMode Mode = CompressionMode.Decompress;

    // Deflate should have zlib's frame around it, but many senders leave it out.
    private static Func<Stream, Stream> Inflate(byte[] packed) =>
        packed is [var first, var second, ..]
        && (first & 0x0F) == 8
        && ((first << 8) | second) % 31 == 0
            ? s => new ZLibStream(s, Mode)
            : s => new DeflateStream(s, Mode);

    /// <summary>Never more than the limit, whatever the sender compressed.</summary>
    private static byte[]? Unpack(
        Func<Stream, Stream> open,
        byte[] packed,
        int limit,
        ref UnpackedEnd end
    )
    {
        using var source = new MemoryStream(packed);
        using var stream = open(source);
        using var target = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (stream.Read(buffer) is > 0 and var read)
            {
                var fits = (int)Math.Min(read, limit - target.Length);
                target.Write(buffer, 0, fits);
                if (fits < read)
                {
                    end = UnpackedEnd.TooLarge;
                    break;
                }
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            end = UnpackedEnd.Damaged; // What came out before the damage still counts.
        }

        return target.Length > 0 || end == UnpackedEnd.Whole ? target.ToArray() : null;
    }
}

/// <summary>How the decompression of a body ended.</summary>
internal enum UnpackedEnd
{
    /// <summary>At the end of the body.</summary>
    Whole,

    /// <summary>At the limit: there is more.</summary>
    TooLarge,

    /// <summary>At data that is not compressed as the headers say.</summary>
    Damaged,
}
