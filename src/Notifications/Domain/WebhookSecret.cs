using System.Security.Cryptography;

namespace Pir.Notifications.Domain;

/// <summary>
/// Signing secret of a subscription in the format of Standard Webhooks: <c>whsec_</c> and the key
/// in base64.
/// </summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int KeyBytes = 32;

    /// <summary>A new secret of 32 random bytes.</summary>
    public static string Create() =>
        Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>
    /// The key inside. Throws <see cref="FormatException"/> if the text is not a secret.
    /// </summary>
    public static byte[] KeyOf(string secret) =>
        secret.StartsWith(Prefix, StringComparison.Ordinal)
            ? Convert.FromBase64String(secret[Prefix.Length..])
            : throw new FormatException("A webhook secret begins with whsec_.");
}
