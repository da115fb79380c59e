using System.Buffers.Binary;
using System.Buffers.Text;
using Pir.Timelines.Domain;

namespace Pir.Timelines.Features;

/// <summary>
/// Where a page ended: the whole sort key of its last entry, so that the next page starts right
/// after it even if entries were added in the meantime.
/// </summary>
public sealed record TimelineCursor(DateTime OccurredAt, DateTime RecordedAt, Guid Id)
{
    private const int Size = 8 + 8 + 16;

    internal static TimelineCursor After(TimelineEntry entry) =>
        new(entry.OccurredAt, entry.RecordedAt, entry.Id);

    /// <summary>Writes an opaque, URL-safe text.</summary>
    public string Encode()
    {
        Span<byte> bytes = stackalloc byte[Size];
        BinaryPrimitives.WriteInt64BigEndian(bytes, OccurredAt.Ticks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], RecordedAt.Ticks);
        Id.TryWriteBytes(bytes[16..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; null for anything else.</summary>
    public static TimelineCursor? Decode(string text)
    {
        Span<byte> bytes = stackalloc byte[Size];
        if (
            text.Length > 2 * Size
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != Size
        )
        {
            return null;
        }

        var occurredAt = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var recordedAt = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        return IsTime(occurredAt) && IsTime(recordedAt)
            ? new TimelineCursor(
                new(occurredAt, DateTimeKind.Utc),
                new(recordedAt, DateTimeKind.Utc),
                new(bytes[16..])
            )
            : null;
    }

    private static bool IsTime(long ticks) =>
        ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks;
}
