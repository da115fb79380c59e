namespace Pir.Platform.Samples;

/// <summary>
/// The time at which sample data is being written. A quarter of a company's life can only be made
/// through the product's own use cases if these believe that it is then; what runs outside such a
/// request never sees it.
/// </summary>
public static class SampleTime
{
    private static readonly AsyncLocal<DateTime?> Ambient = new();

    /// <summary>UTC; null wherever the clock is right.</summary>
    public static DateTime? Current => Ambient.Value;

    /// <summary>The clock's time, or the sample's.</summary>
    public static DateTime Now(TimeProvider clock) => Current ?? clock.GetUtcNow().UtcDateTime;

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
