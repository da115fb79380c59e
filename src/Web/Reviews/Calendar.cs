using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Pir.Web.Reviews;

/// <summary>Writes a meeting as a calendar file (RFC 5545).</summary>
internal static class Calendar
{
    public static string Event(
        string uid,
        DateTime start,
        TimeSpan length,
        string title,
        string url,
        DateTime now
    )
    {
        var calendar = new Ical.Net.Calendar { ProductId = "-//PIR Platform//Reviews//EN" };
        calendar.Events.Add(
            new CalendarEvent
            {
                Uid = uid,
                DtStamp = new CalDateTime(now),
                Start = new CalDateTime(start),
                End = new CalDateTime(start + length),
                Summary = title,
                Description = url,
                Url = new Uri(url),
            }
        );
        return new CalendarSerializer().SerializeToString(calendar)!;
    }
}
