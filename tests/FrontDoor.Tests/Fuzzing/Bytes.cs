using System.IO.Compression;
using System.Text;

namespace Pir.FrontDoor.Tests.Fuzzing;

/// <summary>Damage below the level of values.</summary>
internal static class Bytes
{
    /// <param name="chance">Percentage of damaged bodies.</param>
    public static byte[] Damage(byte[] body, Dice dice, int chance)
    {
        if (!dice.Percent(chance))
        {
            return body;
        }

        return dice.Below(9) switch
        {
            0 => [],
            1 => body[..dice.Below(body.Length + 1)],
            2 => [0xEF, 0xBB, 0xBF, .. body],
            3 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)),
            4 => Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(body)),
            5 => [.. body, .. body],
            6 => Zip(body),
            7 => Flip(body, dice),
            _ => Insert(body, dice),
        };
    }

    private static byte[] Flip(byte[] body, Dice dice)
    {
        var flipped = body.ToArray();
        for (var i = 0; i < 4 && flipped.Length > 0; i++)
        {
            flipped[dice.Below(flipped.Length)] ^= (byte)(1 << dice.Below(8));
        }

        return flipped;
    }

    private static byte[] Insert(byte[] body, Dice dice)
    {
        byte[][] wounds =
        [
            [0],
            [0xFF],
            [0xC0, 0x80],
            [0xED, 0xA0, 0x80],
            [0xE2, 0x80],
            "\n"u8.ToArray(),
        ];
        var at = dice.Below(body.Length + 1);
        return [.. body[..at], .. dice.Pick(wounds), .. body[at..]];
    }

    private static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return zipped.ToArray();
    }
}
