using System.Globalization;

namespace Pir.Contracts.Times;

/// <summary>
/// The rules for every time that a person or a tool gives, in any service. Each check returns the
/// broken rule, or null.
/// </summary>
public static class TimeRules
{
    /// <summary>Allowance for clocks that differ a little.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Catches a time that was never filled in, or typed with the wrong century.
    /// </summary>
    public static readonly DateTime Earliest = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The first instant that is too late for any plan.</summary>
    public static readonly DateTime Latest = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>For any time, also a planned one.</summary>
    public static string? Check(DateTime time) =>
        time < Earliest ? $"must not be before {Day(Earliest)}"
        : time >= Latest ? $"must be before {Day(Latest)}"
        : null;

    /// <summary>For something that has happened.</summary>
    public static string? CheckPast(DateTime time, DateTime now) =>
        IsFuture(time, now) ? "must not be in the future" : Check(time);

    /// <summary>Ahead of the clock by more than clocks differ.</summary>
    public static bool IsFuture(DateTime? time, DateTime now) => time > now + ClockTolerance;

    private static string Day(DateTime time) =>
        time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
