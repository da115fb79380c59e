namespace Pir.Contracts.Samples;

/// <summary>
/// The ids of the sample data: version-7 GUIDs that end in <c>sample</c> in ASCII. The id of an
/// incident is in everything that belongs to it, so every service and every subscriber can
/// recognise sample data.
/// </summary>
/// <remarks>The probability that a real id ends like this is 1 in 2^48.</remarks>
public static class SampleId
{
    /// <summary>The last twelve digits of every sample id.</summary>
    public const string Suffix = "73616d706c65";

    private static ReadOnlySpan<byte> Mark => "sample"u8;

    /// <summary>Whether the id belongs to the sample data.</summary>
    public static bool Is(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[10..].SequenceEqual(Mark);
    }

    /// <inheritdoc cref="Is(Guid)"/>
    public static bool Is(Guid? id) => id is { } value && Is(value);

    /// <summary>
    /// A sample id derived from another id. It keeps the time and 26 random bits.
    /// </summary>
    public static Guid Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Mark.CopyTo(bytes[10..]);
        return new(bytes, bigEndian: true);
    }

    /// <summary>
    /// The n-th id of a time. Always the same, so that a repetition finds the existing rows.
    /// </summary>
    /// <param name="at">UTC.</param>
    /// <param name="number">Up to 4,095.</param>
    public static Guid Of(DateTime at, int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        var id = Guid.CreateVersion7(new DateTimeOffset(at));
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6] = (byte)(0x70 | (number >> 8 & 0xF));
        bytes[7] = (byte)number;
        bytes[8] = 0x80;
        bytes[9] = 0;
        Mark.CopyTo(bytes[10..]);
        return new(bytes, bigEndian: true);
    }

    /// <summary>
    /// The id itself, or a sample id derived from it if its owner is sample data.
    /// </summary>
    public static Guid Inherit(Guid id, Guid? parent) => Is(parent) ? Of(id) : id;
}
