using Pir.Timelines.Imports;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Imports;

/// <summary>C5: the times of a chat that does not write all of them.</summary>
public sealed class ChatClockTests
{
    private static readonly TimeZoneInfo NewYork = Zone("America/New_York");
    private static readonly TimeZoneInfo Berlin = Zone("Europe/Berlin");
    private static readonly DateTime Now = new(2026, 11, 27, 22, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void The_hour_that_clocks_repeat_is_chosen_by_its_neighbours() =>
        Read(
                "Ada  1:58 AM\nbefore\nBen  1:01 AM\nafter\nAda  1:05 AM\nstill\nBen  2:10 AM\n"
                    + "fixed",
                NewYork,
                new DateOnly(2026, 11, 1)
            )
            .ShouldBe([("05:58", null), ("06:01", null), ("06:05", null), ("07:10", null)]);

    [Fact]
    public void A_repeated_hour_without_neighbours_that_decide_is_asked_about() =>
        Read("Ada  2:30\nx\nBen  4:00\ny", Berlin, new DateOnly(2026, 10, 25))
            .ShouldBe([
                ("01:30", "is shown twice by clocks in Europe/Berlin on 25 October 2026"),
                ("03:00", null),
            ]);

    [Fact]
    public void The_hour_that_clocks_skip_is_no_time_and_named() =>
        Read("Ada  1:59\nx\nBen  2:30\ny\nAda  3:01\nz", Berlin, new DateOnly(2026, 3, 29))
            .ShouldBe([
                ("00:59", null),
                (
                    null,
                    "does not exist in Europe/Berlin: clocks go from 02:00 to 03:00 "
                        + "on 29 March 2026"
                ),
                ("01:01", null),
            ]);

    [Theory]
    [InlineData("2026-11-24T08:50:00Z", "9:01", "2026-11-24T09:01:00Z")]
    [InlineData("2026-11-24T08:50:00Z", "8:40", "2026-11-24T08:40:00Z")]
    [InlineData("2026-11-27T00:30:00Z", "23:50", "2026-11-26T23:50:00Z")]
    [InlineData("2026-11-24T23:50:00Z", "0:05", "2026-11-25T00:05:00Z")]
    public void The_first_day_is_that_of_the_incident_unless_that_lies_ahead(
        string since,
        string time,
        string expected
    ) =>
        ChatLog
            .Read(
                $"Ada  {time}\nx",
                new(Now, TimeZoneInfo.Utc, null, DateTime.Parse(since).ToUniversalTime())
            )
            .Messages.ShouldHaveSingleItem()
            .At.ShouldBe(DateTime.Parse(expected).ToUniversalTime());

    [Fact]
    public void Messages_without_a_day_come_before_the_first_that_shows_one() =>
        ChatLog
            .Read(
                "10:02 <ada> a\n2026-11-20 09:00 <ben> b",
                new(Now, TimeZoneInfo.Utc, null, Now.AddDays(-1))
            )
            .Messages[0]
            .At.ShouldBe(new DateTime(2026, 11, 19, 10, 2, 0, DateTimeKind.Utc));

    private static List<(string? At, string? Doubt)> Read(
        string text,
        TimeZoneInfo zone,
        DateOnly day
    ) =>
        [
            .. ChatLog
                .Read(text, new(Now, zone, day))
                .Messages.Select(m => (m.At?.ToString("HH:mm"), m.Doubt)),
        ];

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
