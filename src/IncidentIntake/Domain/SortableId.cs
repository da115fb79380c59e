using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pir.IncidentIntake.Domain;

/// <summary>
/// Fast version-7 GUIDs: random bytes are fetched for hundreds at a time instead of by a system
/// call each, and a counter keeps ids of the same millisecond in order, so that rows go to the end
/// of their index.
/// </summary>
internal static class SortableId
{
    private const int Randoms = 512;

    [ThreadStatic]
    private static byte[]? _randoms;

    [ThreadStatic]
    private static int _used;
    private static int _counter;

    /// <param name="now">UTC.</param>
    public static Guid New(DateTime now)
    {
        Span<byte> bytes = stackalloc byte[16];
        var milliseconds = (now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        var order = Interlocked.Increment(ref _counter) & 0xFFF;
        BinaryPrimitives.WriteInt64BigEndian(bytes, (milliseconds << 16) | 0x7000L | (uint)order);
        NextRandom(bytes[8..]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(bytes, bigEndian: true);
    }

    private static void NextRandom(Span<byte> eight)
    {
        if (_randoms is null || _used == Randoms)
        {
            _randoms ??= new byte[8 * Randoms];
            RandomNumberGenerator.Fill(_randoms);
            _used = 0;
        }

        _randoms.AsSpan(8 * _used++, 8).CopyTo(eight);
    }
}
