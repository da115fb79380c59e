using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pir.Gateway.Data;
using Pir.Gateway.Domain;
using Pir.Platform.Persistence;
using Pir.ServiceDefaults.Auth;

namespace Pir.Gateway.Identity;

/// <summary>
/// People's sessions: started at sign-in, kept up to date, ended by their owner or an
/// administrator.
/// </summary>
internal sealed class Sessions(
    GatewayDbContext db,
    WriteGate gate,
    AccessChanges changes,
    SelfCall self,
    IOptions<IdentitySettings> settings,
    TimeProvider clock
)
{
    private const int MostAttempts = 10;
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    // Ended sessions are kept for a while so that people can look up what happened.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Starts a session for a saved account and sends the browser its cookie.</summary>
    /// <param name="user">As it was when its password, passkey or provider was checked.</param>
    /// <returns>
    /// False if the password has changed or the account was disabled since then.
    /// </returns>
    public async Task<bool> TryBeginAsync(HttpContext http, User user, SignInWay? way = null)
    {
        var session = Create(http, user, way ?? new());
        if (!await TryAddAsync(session, user, http.RequestAborted))
        {
            return false;
        }

        await ForgetOldAsync(user.Id, http.RequestAborted);
        await http.SignInAsync(
            GatewaySchemes.Cookie,
            Naming(session.Id),
            new() { IsPersistent = session.KeptUntil is not null, ExpiresUtc = session.KeptUntil }
        );
        return true;
    }

    /// <summary>The provider's ID token of the request's session.</summary>
    public async Task<string?> IdTokenAsync(ClaimsPrincipal principal, CancellationToken ct) =>
        IdOf(principal) is { } id
            ? await db
                .Sessions.Where(s => s.Id == id)
                .Select(s => s.IdToken)
                .SingleOrDefaultAsync(ct)
            : null;

    /// <summary>
    /// The principal with the current account and teams, or null if the session has ended or the
    /// account is disabled.
    /// </summary>
    /// <param name="isUse">Whether this is a use of the session, which extends it.</param>
    public async Task<ClaimsPrincipal?> FindAsync(Guid id, HttpContext http, bool isUse)
    {
        var found = await (
            from session in db.Sessions.AsNoTracking()
            where session.Id == id && session.EndedAt == null
            join user in db.Users.AsNoTracking() on session.UserId equals user.Id
            select new { session, user }
        ).SingleOrDefaultAsync(http.RequestAborted);
        if (
            found is not { user.Status: UserStatus.Active }
            || !found.session.IsOpen(Now, settings.Value.SessionLifetime)
        )
        {
            return null;
        }

        if (isUse)
        {
            await NoteSeenAsync(found.session, http);
        }

        var teams = await TeamsOfAsync(found.user.Id, http.RequestAborted);
        return PrincipalFor(found.user, teams, id);
    }

    /// <summary>Active sessions of an account, last used first.</summary>
    public Task<List<Session>> OpenAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = Now;
        var since = now - settings.Value.SessionLifetime;
        return db
            .Sessions.Where(s => s.UserId == userId && s.EndedAt == null)
            .Where(s => s.KeptUntil == null ? s.LastSeenAt > since : s.KeptUntil > now)
            .OrderByDescending(s => s.LastSeenAt)
            .ThenByDescending(s => s.Id)
            .ToListAsync(cancellationToken);
    }

    /// <summary>
    /// Ends the account's sessions with the next save. Call <see cref="AccessChanges.Note"/> after
    /// it.
    /// </summary>
    /// <param name="except">A session to keep.</param>
    /// <returns>The number of ended sessions.</returns>
    public async Task<int> EndAllAsync(
        Guid userId,
        Guid? except,
        CancellationToken cancellationToken
    )
    {
        var open = await db
            .Sessions.Where(s => s.UserId == userId && s.EndedAt == null && s.Id != except)
            .ToListAsync(cancellationToken);
        open.ForEach(s => s.EndedAt = Now);
        return open.Count;
    }

    /// <summary>Immediately ends the request's session, if there is one.</summary>
    public async Task EndAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (
            IdOf(principal) is { } id
            && await db.Sessions.FindAsync([id], cancellationToken) is { EndedAt: null } session
        )
        {
            session.EndedAt = Now;
            await db.SaveChangesAsync(cancellationToken);
            changes.Note();
        }
    }

    /// <summary>The session of a principal.</summary>
    public static Guid? IdOf(ClaimsPrincipal principal) =>
        Guid.TryParse(principal.FindFirstValue(PirClaims.Session), out var id) ? id : null;

    public Task<List<string>> TeamsOfAsync(Guid userId, CancellationToken cancellationToken) =>
        (
            from member in db.TeamMembers
            where member.UserId == userId
            join team in db.Teams on member.TeamId equals team.Id
            orderby team.Name
            select team.Name
        ).ToListAsync(cancellationToken);

    /// <summary>
    /// The content of the cookie. Identity and rights are read by the session's id, so the cookie
    /// stays small whatever a provider sends.
    /// </summary>
    private static ClaimsPrincipal Naming(Guid session) =>
        new(
            new ClaimsIdentity(
                [new(PirClaims.Session, session.ToString())],
                GatewaySchemes.Cookie,
                PirClaims.Name,
                PirClaims.Role
            )
        );

    private static ClaimsPrincipal PrincipalFor(
        User user,
        IReadOnlyList<string> teams,
        Guid session
    ) =>
        PirClaims.Create(
            GatewaySchemes.Cookie,
            "user",
            user.Id.ToString(),
            user.Name,
            [RoleNames.Of(user.Role)],
            RoleScopes.For(user.Role),
            teams,
            session: session.ToString()
        );

    private Session Create(HttpContext http, User user, SignInWay way) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            UserId = user.Id,
            Device = Device.Describe(http.Request.Headers.UserAgent),
            Address = self.AddressOf(http),
            Provider = way.Provider,
            IdToken = way.IdToken is { Length: <= Session.LongestIdToken } token ? token : null,
            CreatedAt = Now,
            KeptUntil = way.IsKept ? Now + settings.Value.KeptSessionLifetime : null,
            LastSeenAt = Now,
        };

    /// <summary>
    /// Saves the session together with its account. Otherwise, a password reset between the check
    /// of the old password and this save would end all sessions but this one.
    /// </summary>
    private async Task<bool> TryAddAsync(Session session, User user, CancellationToken ct)
    {
        var credentials = user.SecurityStamp;
        var account = user;
        for (
            var attempt = 0;
            attempt < MostAttempts
                && account.SecurityStamp == credentials
                && account.DisabledAt is null;
            attempt++
        )
        {
            db.Sessions.Add(session);
            Accounts.Touch(account);
            try
            {
                await db.SaveChangesAsync(ct);
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                db.DiscardChanges();
                account = await db.Users.SingleAsync(u => u.Id == user.Id, ct);
            }
        }

        return false;
    }

    private async Task NoteSeenAsync(Session session, HttpContext http)
    {
        var (now, address) = (Now, self.AddressOf(http));
        if (now - session.LastSeenAt < Precision && address == session.Address)
        {
            return;
        }

        using var turn = await gate.EnterAsync(db, http.RequestAborted);
        await db
            .Sessions.Where(s => s.Id == session.Id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(x => x.LastSeenAt, now).SetProperty(x => x.Address, address),
                http.RequestAborted
            );
    }

    private async Task ForgetOldAsync(Guid userId, CancellationToken cancellationToken)
    {
        var before = Now - Retention;
        using var turn = await gate.EnterAsync(db, cancellationToken);
        await db
            .Sessions.Where(s => s.UserId == userId && s.LastSeenAt < before)
            .Where(s => s.KeptUntil == null || s.KeptUntil < before)
            .ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>How somebody signed in.</summary>
/// <param name="Provider">Name of the provider; null for a password.</param>
/// <param name="IdToken">The token that the provider sent.</param>
/// <param name="IsKept">Whether the browser stays signed in after it is closed.</param>
internal sealed record SignInWay(
    string? Provider = null,
    string? IdToken = null,
    bool IsKept = false
);
