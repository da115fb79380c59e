namespace Pir.Gateway.Identity;

/// <summary>
/// When anybody's access last changed in this process. Sessions checked before that moment are
/// checked again immediately. Other replicas notice within
/// <see cref="IdentitySettings.SessionCheckInterval"/>.
/// </summary>
internal sealed class AccessChanges(TimeProvider clock)
{
    private long _latest = long.MinValue;

    /// <summary>Call this after the change is saved.</summary>
    public void Note() => Volatile.Write(ref _latest, clock.GetUtcNow().ToUnixTimeSeconds());

    /// <param name="second">
    /// Unix time. A change within the same second counts, because it may have come later.
    /// </param>
    public bool HappenedSince(long second) => second <= Volatile.Read(ref _latest);
}
