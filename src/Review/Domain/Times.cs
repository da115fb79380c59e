using Pir.Platform.Samples;

namespace Pir.Reviews.Domain;

/// <summary>Times as every database keeps them.</summary>
public static class Times
{
    /// <summary>
    /// Cuts a time to whole microseconds, the finest all three databases have: what was just
    /// written then equals what is read back, which comparisons of due times and of published
    /// content rely on.
    /// </summary>
    public static DateTime Trim(this DateTime time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc);

    /// <inheritdoc cref="Trim(DateTime)"/>
    public static DateTime? Trim(this DateTime? time) => time is { } value ? Trim(value) : null;

    /// <summary>Now, cut to microseconds.</summary>
    public static DateTime Now(this TimeProvider clock) => SampleTime.Now(clock).Trim();

    /// <summary>A new key; keys sort by the time they were made.</summary>
    public static Guid NewId(DateTime at) => Guid.CreateVersion7(new DateTimeOffset(at));
}
