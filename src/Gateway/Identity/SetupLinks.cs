using Microsoft.EntityFrameworkCore;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;

namespace Pir.Gateway.Identity;

/// <summary>The one-time links that create the first account.</summary>
internal sealed class SetupLinks(GatewayDbContext db, TimeProvider clock)
{
    // A starting replica must not invalidate the link that another replica has just printed.
    private static readonly TimeSpan GraceForReplicas = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <summary>
    /// A new link's secret, or null if somebody already has an account. Links of earlier starts
    /// stop working.
    /// </summary>
    public async Task<Secret?> OpenAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var earlier = await db.SetupLinks.ToListAsync(cancellationToken);
        if (await db.Users.AnyAsync(cancellationToken))
        {
            return null;
        }

        var secret = Secret.Create();
        db.SetupLinks.RemoveRange(earlier.Where(l => now - l.CreatedAt > GraceForReplicas));
        db.SetupLinks.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                Hash = secret.Hash,
                CreatedAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return secret;
    }

    /// <summary>
    /// The open link with this secret, while nobody has an account. All links are tracked from
    /// then on.
    /// </summary>
    public async Task<SetupLink?> FindAsync(string? secret, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(secret) || await db.Users.AnyAsync(cancellationToken))
        {
            return null;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var open = await db.SetupLinks.ToListAsync(cancellationToken);
        return open.Find(l => now - l.CreatedAt < Lifetime && Secret.Matches(secret, l.Hash));
    }

    /// <summary>
    /// Ends the links that <see cref="FindAsync"/> saw with the next save, which fails if another
    /// request has ended one meanwhile. They must not be read again: the other request may already
    /// have deleted them, and there would be nothing left to fail on.
    /// </summary>
    public void UseUp() => db.SetupLinks.RemoveRange(db.SetupLinks.Local);
}
