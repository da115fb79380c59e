using System.Text;
using Pir.Web.Reviews;

namespace Pir.Browser.Tests;

/// <summary>The calendar file of a meeting.</summary>
public sealed class CalendarTests
{
    private const string Title =
        "Review of INC-7: queues; caches, and “naïve” retries 👩‍🚒\nall of it";

    private static readonly DateTime Noon = new(2031, 5, 6, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void It_says_who_wrote_it_which_meeting_it_is_and_when()
    {
        var lines = Unfolded();

        lines.ShouldContain("PRODID:-//PIR Platform//Reviews//EN");
        lines.ShouldContain("UID:review-1@pir");
        lines.ShouldContain("DTSTAMP:20310506T110000Z");
        lines.ShouldContain("DTSTART:20310506T120000Z");
        lines.ShouldContain("DTEND:20310506T130000Z");
        lines.ShouldContain("URL:https://pir.example/reviews/1?step=meet");
    }

    [Fact]
    public void A_title_is_escaped_and_long_lines_are_folded_between_characters()
    {
        Unfolded()
            .ShouldContain(
                @"SUMMARY:Review of INC-7: queues\; caches\, and “naïve” retries 👩‍🚒\nall of it"
            );
        Written().Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        Written().ShouldNotContain('\uFFFD');
    }

    private static string[] Unfolded() =>
        Written().Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    private static string Written() =>
        Calendar.Event(
            "review-1@pir",
            Noon,
            TimeSpan.FromHours(1),
            Title,
            "https://pir.example/reviews/1?step=meet",
            Noon.AddHours(-1)
        );
}
