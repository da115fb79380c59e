namespace Pir.Platform.Time;

/// <summary>
/// The time at which a request says it happens. A client that writes a past through the product's
/// own use cases needs them to believe that it is then; nothing outside the request sees it.
/// </summary>
public static class RequestTime
{
    private static readonly AsyncLocal<DateTime?> Ambient = new();

    /// <summary>UTC; null where the clock decides.</summary>
    public static DateTime? Current => Ambient.Value;

    /// <summary>Makes it that time until disposed; null changes nothing.</summary>
    public static IDisposable Enter(DateTime? at)
    {
        var before = Ambient.Value;
        Ambient.Value = at ?? before;
        return new Leave(before);
    }

    private sealed class Leave(DateTime? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
