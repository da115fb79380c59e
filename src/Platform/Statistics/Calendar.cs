namespace Pir.Platform.Statistics;

/// <summary>The period of one bar in a chart.</summary>
public enum CalendarUnit
{
    /// <summary>Starts on Monday, UTC.</summary>
    Week,
    Month,
}

/// <summary>Divides time into weeks and months, UTC.</summary>
public static class Calendar
{
    /// <summary>First day of the week or month of a time.</summary>
    public static DateOnly StartOf(DateTime time, CalendarUnit unit)
    {
        var day = DateOnly.FromDateTime(time);
        return unit == CalendarUnit.Month
            ? new(day.Year, day.Month, 1)
            : day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    /// <summary>Each week or month between two times, including empty ones.</summary>
    public static IEnumerable<DateOnly> Between(DateTime from, DateTime to, CalendarUnit unit)
    {
        var last = StartOf(to, unit);
        for (
            var start = StartOf(from, unit);
            start <= last;
            start = unit == CalendarUnit.Month ? start.AddMonths(1) : start.AddDays(7)
        )
        {
            yield return start;
        }
    }
}
