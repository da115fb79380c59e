using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace Pir.Gateway.Identity;

/// <summary>
/// A short-lived cache of sessions in use. An ended session, a disabled account or a changed role
/// or team takes effect immediately if the change was made in this process, otherwise within
/// <see cref="IdentitySettings.SessionCheckInterval"/>.
/// </summary>
internal sealed class LiveSessions(
    IServiceScopeFactory scopes,
    AccessChanges changes,
    IOptions<IdentitySettings> settings,
    TimeProvider clock
)
{
    private const int MostSessions = 10_000;
    private readonly ConcurrentDictionary<Guid, Known> _read = new();

    /// <summary>
    /// The owner of the session that a request's cookie names, or null if the session has ended.
    /// </summary>
    public Task<ClaimsPrincipal?> FindAsync(ClaimsPrincipal named, HttpContext http) =>
        ReadAsync(named, http, isUse: true);

    /// <summary>
    /// The same for the reader of an open stream, without counting as use, because an unattended
    /// page must not keep its session alive.
    /// </summary>
    public Task<ClaimsPrincipal?> LookAtAsync(ClaimsPrincipal named, HttpContext http) =>
        ReadAsync(named, http, isUse: false);

    private async Task<ClaimsPrincipal?> ReadAsync(
        ClaimsPrincipal named,
        HttpContext http,
        bool isUse
    )
    {
        if (Sessions.IdOf(named) is not { } id)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (
            _read.TryGetValue(id, out var known)
            && IsFresh(known.At, now)
            // A use must be recorded, and the last check did not do that.
            && (known.IsUse || !isUse)
        )
        {
            return known.Owner;
        }

        // Not the request's own services, because a stream is checked while its handler is using
        // those.
        await using var scope = scopes.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<Sessions>();
        if (await sessions.FindAsync(id, http, isUse) is not { } owner)
        {
            _read.TryRemove(id, out _);
            return null;
        }

        if (_read.Count >= MostSessions)
        {
            _read.Clear();
        }

        _read[id] = new(owner, now, isUse);
        return owner;
    }

    private bool IsFresh(DateTimeOffset at, DateTimeOffset now) =>
        now - at < settings.Value.SessionCheckInterval
        && !changes.HappenedSince(at.ToUnixTimeSeconds());

    private readonly record struct Known(ClaimsPrincipal Owner, DateTimeOffset At, bool IsUse);
}
