using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>Finds the person of an administrator's one-time link while the link is valid.</summary>
internal sealed class OneTimeLinks(GatewayDbContext db, TimeProvider clock)
{
    /// <param name="isReset">
    /// Whether the link is a password reset for somebody with an account; otherwise it is an
    /// invitation.
    /// </param>
    public async Task<User?> FindAsync(string? secret, bool isReset, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        var hash = Secret.HashOf(secret);
        var now = clock.GetUtcNow().UtcDateTime;
        var user = await db.Users.SingleOrDefaultAsync(
            u => u.InvitationHash == hash && u.InvitationExpiresAt > now && u.DisabledAt == null,
            ct
        );
        return user is not null && (user.Status == UserStatus.Active) == isReset ? user : null;
    }
}
