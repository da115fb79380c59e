using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pir.Notifications.Domain;

/// <summary>
/// Symmetric signature of Standard Webhooks, version 1: HMAC-SHA256 over <c>id.timestamp.body</c>.
/// </summary>
public static class WebhookSignature
{
    /// <summary>
    /// Value of the <c>webhook-signature</c> header: one <c>v1,…</c> per secret, so that receivers
    /// can change theirs at any time.
    /// </summary>
    /// <param name="timestamp">Unix seconds of the attempt.</param>
    public static string Sign(
        IEnumerable<string> secrets,
        string id,
        long timestamp,
        ReadOnlySpan<byte> body
    )
    {
        var signatures = new List<string>(2);
        foreach (var secret in secrets)
        {
            signatures.Add("v1," + Sign(WebhookSecret.KeyOf(secret), id, timestamp, body));
        }

        return string.Join(' ', signatures);
    }

    private static string Sign(byte[] key, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hmac.AppendData(
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")
            )
        );
        hmac.AppendData(body);
        return Convert.ToBase64String(hmac.GetHashAndReset());
    }
}
