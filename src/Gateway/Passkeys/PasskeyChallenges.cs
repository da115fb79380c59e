using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Pir.Gateway.Passkeys;

/// <summary>
/// Challenges that prove themselves: sealed with the key ring they say what for and until when they
/// are good, so that no replica has to remember those it has given out. Each replica remembers
/// those it has seen used; another one would take the same answer once more until it is too old.
/// </summary>
internal sealed class PasskeyChallenges(IDataProtectionProvider protection, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private readonly IDataProtector _seal = protection.CreateProtector("Pir.Passkeys.Challenge");
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(
        StringComparer.Ordinal
    );

    /// <param name="purpose">
    /// What the answer may be used for: <see cref="SignIn"/>, or a session's own.
    /// </param>
    public byte[] Create(string purpose)
    {
        var until = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return _seal.Protect(
            System.Text.Encoding.UTF8.GetBytes(
                $"{until} {RandomNumberGenerator.GetHexString(32)} {purpose}"
            )
        );
    }

    public const string SignIn = "sign-in";

    /// <summary>
    /// Whether we made it for this purpose, it is still good, and was not used in this process.
    /// </summary>
    public bool TryUse(byte[] challenge, string purpose)
    {
        if (Read(challenge) is not [var seconds, var id, var made] || made != purpose)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds));
        foreach (var old in _used.Where(u => u.Value < now).Select(u => u.Key))
        {
            _used.TryRemove(old, out _);
        }

        return now < until && _used.TryAdd(id, until);
    }

    private string[]? Read(byte[] challenge)
    {
        try
        {
            return System.Text.Encoding.UTF8.GetString(_seal.Unprotect(challenge)).Split(' ', 3);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
