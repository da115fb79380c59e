namespace Pir.Platform.Statistics;

/// <summary>What the bars of a chart stand for.</summary>
public enum CalendarUnit
{
    /// <summary>From Monday, UTC.</summary>
    Week,
    Month,
}

/// <summary>Cuts time into weeks and months, UTC.</summary>
public static class Calendar
{
    /// <summary>First day of the week or month a time is in.</summary>
    public static DateOnly StartOf(DateTime time, CalendarUnit unit)
    {
        var day = DateOnly.FromDateTime(time);
        return unit == CalendarUnit.Month
            ? new(day.Year, day.Month, 1)
            : day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    /// <summary>Each week or month between two times, the empty ones too.</summary>
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
