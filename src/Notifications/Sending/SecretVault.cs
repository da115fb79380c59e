using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Pir.Notifications.Sending;

/// <summary>Seals signing secrets for the database.</summary>
public sealed class SecretVault(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector(
        "Pir.Notifications.WebhookSecret"
    );

    public string Seal(string secret) => _protector.Protect(secret);

    /// <summary>
    /// The secrets that sign now, newest first; null when the key ring that sealed them is lost.
    /// </summary>
    public IReadOnlyList<string>? Open(DeliveryTarget target, DateTime now)
    {
        try
        {
            var current = _protector.Unprotect(target.SealedSecret);
            return target.SealedPreviousSecret is { } previous && target.PreviousSecretUntil > now
                ? [current, _protector.Unprotect(previous)]
                : [current];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
