using System.IO.Compression;

namespace Pir.IncidentIntake.Data;

/// <summary>
/// A single stored body, compressed if that makes it smaller. Its length shows whether it is
/// compressed.
/// </summary>
internal static class PackedBody
{
    public static byte[] Pack(ReadOnlySpan<byte> body)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(body);
        }

        return packed.Length < body.Length ? packed.ToArray() : body.ToArray();
    }

    /// <param name="size">Length of the body.</param>
    public static byte[] Unpack(byte[] kept, int size)
    {
        if (kept.Length == size)
        {
            return kept;
        }

        var body = new byte[size];
        using var packed = new MemoryStream(kept);
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        deflate.ReadExactly(body);
        return body;
    }
}
