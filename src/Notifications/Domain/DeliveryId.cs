using System.Security.Cryptography;

namespace Pir.Notifications.Domain;

/// <summary>Identity of a delivery, and its <c>webhook-id</c>.</summary>
public static class DeliveryId
{
    private const string Prefix = "msg_";

    /// <summary>
    /// Always the same for one event and one subscription, so an event that is handled twice has
    /// only one delivery. Begins with the event id's time, so that new rows stay together in the
    /// index.
    /// </summary>
    public static Guid For(Guid eventId, Guid subscriptionId)
    {
        Span<byte> input = stackalloc byte[32];
        eventId.TryWriteBytes(input, bigEndian: true, out _);
        subscriptionId.TryWriteBytes(input[16..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        input[..6].CopyTo(hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80); // version 8: our own scheme
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The public text form, e.g. <c>msg_0197…</c>.</summary>
    public static string ToText(Guid id) => Prefix + id.ToString("N");

    /// <summary>Reads the text form, or a plain GUID.</summary>
    public static bool TryParse(string? text, out Guid id) =>
        Guid.TryParse(
            text?.StartsWith(Prefix, StringComparison.Ordinal) == true
                ? text[Prefix.Length..]
                : text,
            out id
        );
}
