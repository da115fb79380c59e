using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Platform.Persistence;
using Pir.Platform.Persistence.Bulk;

namespace Pir.Gateway.Passkeys;

/// <summary>
/// Self-contained challenges: encrypted with the key ring, they contain their purpose and expiry,
/// so none is stored when it is issued. The database keeps used challenges until they expire, so
/// that no replica accepts a response twice.
/// </summary>
internal sealed class PasskeyChallenges(
    IDataProtectionProvider protection,
    IDbContextFactory<GatewayDbContext> factory,
    WriteGate gate,
    TimeProvider clock
)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private readonly IDataProtector _seal = protection.CreateProtector("Pir.Passkeys.Challenge");

    /// <param name="purpose">
    /// What the response may be used for: <see cref="SignIn"/>, or a session's id.
    /// </param>
    public byte[] Create(string purpose)
    {
        var until = (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        return _seal.Protect(
            Encoding.UTF8.GetBytes($"{until} {Guid.CreateVersion7():N} {purpose}")
        );
    }

    public const string SignIn = "sign-in";

    /// <summary>
    /// Whether we issued it for this purpose, it has not expired, and was not used before.
    /// </summary>
    public async Task<bool> TryUseAsync(byte[] challenge, string purpose, CancellationToken ct)
    {
        if (Read(challenge) is not [var seconds, var id, var made] || made != purpose)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        var until = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds));
        return now < until
            && await TryKeepAsync(
                new() { Id = Guid.Parse(id), Until = until.UtcDateTime },
                now.UtcDateTime,
                ct
            );
    }

    private async Task<bool> TryKeepAsync(UsedChallenge used, DateTime now, CancellationToken ct)
    {
        // A separate context, so that a challenge stays used even if the request is refused later.
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await db.UsedChallenges.AnyAsync(c => c.Id == used.Id, ct))
        {
            return false;
        }

        db.UsedChallenges.Add(used);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (DbConflict.Is(exception))
        {
            return false; // Used elsewhere at the same moment.
        }

        using var turn = await gate.EnterAsync(db, ct);
        await db.UsedChallenges.Where(c => c.Until < now).ExecuteDeleteAsync(ct);
        return true;
    }

    private string[]? Read(byte[] challenge)
    {
        try
        {
            return Encoding.UTF8.GetString(_seal.Unprotect(challenge)).Split(' ', 3);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
