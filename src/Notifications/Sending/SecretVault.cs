using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Pir.Notifications.Sending;

/// <summary>Encrypts signing secrets for the database.</summary>
public sealed class SecretVault(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector(
        "Pir.Notifications.WebhookSecret"
    );

    public string Seal(string secret) => _protector.Protect(secret);

    /// <summary>
    /// The current signing secrets, newest first; null if their key ring is lost.
    /// </summary>
    public IReadOnlyList<string>? Open(DeliveryTarget target, DateTime now)
    {
        if (Open(target.SealedSecret) is not { } current)
        {
            return null;
        }

        // A rotation is how to recover from a lost key ring, so the previous secret may be
        // unreadable.
        return
            target.PreviousSecretUntil > now
            && target.SealedPreviousSecret is { } sealedPrevious
            && Open(sealedPrevious) is { } previous
            ? [current, previous]
            : [current];
    }

    /// <summary>Whether deliveries can be signed with the secret.</summary>
    public bool CanOpen(string sealedSecret) => Open(sealedSecret) is not null;

    private string? Open(string sealedSecret)
    {
        try
        {
            return _protector.Unprotect(sealedSecret);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
