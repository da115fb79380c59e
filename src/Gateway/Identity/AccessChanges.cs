namespace Pir.Gateway.Identity;

/// <summary>
/// When somebody's access last changed in this process: sessions looked at before that moment look
/// again at once. Other replicas notice within <see cref="IdentitySettings.SessionCheckInterval"/>.
/// </summary>
internal sealed class AccessChanges(TimeProvider clock)
{
    private long _latest = long.MinValue;

    /// <summary>To be called after the change is saved.</summary>
    public void Note() => Volatile.Write(ref _latest, clock.GetUtcNow().ToUnixTimeSeconds());

    /// <param name="second">
    /// Unix time; a change within the same second counts, it may have come later.
    /// </param>
    public bool HappenedSince(long second) => second <= Volatile.Read(ref _latest);
}
