using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>Finds whom an administrator's one-time link is for, while it is good.</summary>
internal sealed class OneTimeLinks(GatewayDbContext db, TimeProvider clock)
{
    /// <param name="isReset">
    /// Whether it is a link for a new password, for somebody who has an account; else an
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
