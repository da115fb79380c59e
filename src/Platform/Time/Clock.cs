namespace Pir.Platform.Time;

/// <summary>Times with a precision that every database can store.</summary>
public static class Clock
{
    /// <summary>
    /// The time of the request or job (UTC), in whole microseconds. See <see cref="RequestTime"/>.
    /// </summary>
    public static DateTime UtcNow(this TimeProvider clock) =>
        (RequestTime.Current ?? clock.GetUtcNow().UtcDateTime).ToMicroseconds();

    /// <summary>
    /// Truncates to whole microseconds, the finest unit that all three databases store, so that
    /// values read back equal the values written.
    /// </summary>
    public static DateTime ToMicroseconds(this DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <inheritdoc cref="ToMicroseconds(DateTime)"/>
    public static DateTime? ToMicroseconds(this DateTime? time) => time?.ToMicroseconds();
}
