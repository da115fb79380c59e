using System.Globalization;
using System.Text.RegularExpressions;

namespace Pir.Timelines.Imports;

/// <summary>Which comes first in a date such as 3/4.</summary>
internal enum DayOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>
/// A day as people and tools write it: <c>2026-11-27</c>, <c>27/11</c>, <c>Nov 26th</c>,
/// <c>Thursday, November 26th, 2026</c>, <c>yesterday</c>, <c>Thursday</c>.
/// </summary>
internal sealed partial record WrittenDay(string Text)
{
    private const string Weekday = "(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?";

    private const string Month =
        "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
        + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

    private const string Named =
        $@"(?:{Weekday}\.?,?\s+)?(?:{Month}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
        + $@"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{Month}\.?(?:,?\s+\d{{4}})?)";

    private const string Numeric =
        @"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{4}|\d{2}))?\.?";

    /// <summary>The pattern of a day, to be part of a larger one.</summary>
    internal const string Pattern = $"(?:{Named}|{Numeric}|today|yesterday|{Weekday})";

    /// <summary>The pattern of a day that stands alone on a line between messages.</summary>
    internal const string Divider =
        $@"(?:{Named}|{Weekday}\.?\s+{Month}\.?\s+\d{{1,2}}(?:\s+[\d:]{{8}})?\s+\d{{4}}"
        + $@"|\d{{4}}-\d{{1,2}}-\d{{1,2}}|today|yesterday|{Weekday})";

    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private static readonly string[] Months =
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "oct",
        "nov",
        "dec",
    ];

    /// <summary>
    /// Which order the days of a text are written in: what its own dates prove; else, for dates
    /// with slashes, the month first next to <c>AM</c> and <c>PM</c> as Americans write them.
    /// </summary>
    internal static DayOrder OrderOf(IEnumerable<(WrittenDay Day, bool IsAmerican)> days)
    {
        var isAmerican = false;
        foreach (var (day, american) in days)
        {
            if (Numbers(day.Text) is not [<= 31, <= 31, ..] parts)
            {
                continue;
            }

            if (parts[0] > 12 || day.Text.Contains('.'))
            {
                return DayOrder.DayFirst;
            }

            if (parts[1] > 12)
            {
                return DayOrder.MonthFirst;
            }

            isAmerican |= american;
        }

        return isAmerican ? DayOrder.MonthFirst : DayOrder.DayFirst;
    }

    /// <summary>The day; null if no calendar has it.</summary>
    /// <param name="today">What "today" means, and what days without a year are before.</param>
    internal DateOnly? On(DateOnly today, DayOrder order)
    {
        var text = Clock().Replace(Text.ToLowerInvariant(), "");
        if (text == "today")
        {
            return today;
        }

        if (text == "yesterday")
        {
            return today.AddDays(-1);
        }

        return MonthName().Match(text) is { Success: true } month
            ? OnNamed(text, Array.IndexOf(Months, month.Value[..3]) + 1, today)
            : OnWeekday(text, today) ?? OnNumbers(Numbers(text), today, order);
    }

    private static DateOnly? OnNamed(string text, int month, DateOnly today) =>
        Numbers(text) switch
        {
            [var day] => Latest(month, day, today, WeekdayOf(text)),
            [var day, var year] => Date(year, month, day),
            _ => null,
        };

    /// <summary>Chats name the weekday of messages of the last days.</summary>
    private static DateOnly? OnWeekday(string text, DateOnly today)
    {
        if (WeekdayOf(text) is not { } weekday)
        {
            return null;
        }

        var back = ((int)today.DayOfWeek - (int)weekday + 7) % 7;
        return today.AddDays(back == 0 ? -7 : -back);
    }

    private static DateOnly? OnNumbers(int[] parts, DateOnly today, DayOrder order)
    {
        if (parts is [> 31, var m, var d])
        {
            return Date(parts[0], m, d);
        }

        if (parts is not [_, _, ..])
        {
            return null;
        }

        var (day, month) = order == DayOrder.DayFirst ? (parts[0], parts[1]) : (parts[1], parts[0]);
        if (month > 12)
        {
            (day, month) = (month, day);
        }

        return parts.Length == 2
            ? Latest(month, day, today, null)
            : Date(parts[2] < 100 ? 2000 + parts[2] : parts[2], month, day);
    }

    /// <summary>
    /// The latest year in which the day is not ahead, and on the weekday that is written, if one
    /// is.
    /// </summary>
    private static DateOnly? Latest(int month, int day, DateOnly today, DayOfWeek? weekday)
    {
        var past = Enumerable
            .Range(0, 12)
            .Select(back => Date(today.Year + 1 - back, month, day))
            .Where(date => date <= today.AddDays(1))
            .ToList();
        return past.Find(date => date?.DayOfWeek == weekday) ?? past.FirstOrDefault();
    }

    private static DateOnly? Date(int year, int month, int day) =>
        year is >= 1 and <= 9999
        && month is >= 1 and <= 12
        && day >= 1
        && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    private static DayOfWeek? WeekdayOf(string text) =>
        char.IsAsciiLetter(text[0]) && Array.FindIndex(Weekdays, text.StartsWith) is >= 0 and var n
            ? (DayOfWeek)n
            : null;

    private static int[] Numbers(string text) =>
        [.. Digits().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];

    // A log names the day with the time it was opened.
    [GeneratedRegex(
        @"\d{1,2}:\d{2}:\d{2}",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex Clock();

    [GeneratedRegex(@"\d{1,4}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Digits();

    [GeneratedRegex(
        @"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
    )]
    private static partial Regex MonthName();
}
