namespace Pir.Platform.Time;

/// <summary>
/// The current time as set by a request. A client that imports past incidents through the
/// product's own use cases sets the time for them. Nothing outside the request is affected.
/// </summary>
public static class RequestTime
{
    private static readonly AsyncLocal<DateTime?> Ambient = new();

    /// <summary>UTC; null if the clock applies.</summary>
    public static DateTime? Current => Ambient.Value;

    /// <summary>Sets the time until disposed; null changes nothing.</summary>
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
