using FsCheck;
using FsCheck.Fluent;
using Pir.Timelines.Imports;
using Shouldly;
using Xunit;

namespace Pir.Timelines.Tests.Imports;

public sealed class ChatLogTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 14, 0, 0);

    [Theory]
    [InlineData(
        "Ada Lovelace  10:42 AM\nThe queue is growing.\n\nBen  10:44 AM\nSince the deploy?"
    )]
    [InlineData(
        "Ada Lovelace\n  10:42 AM\nThe queue is growing.\n\nBen\n  10:44 AM\nSince the deploy?"
    )]
    [InlineData("[10:42] Ada Lovelace\nThe queue is growing.\n\n[10:44] Ben\nSince the deploy?")]
    [InlineData(
        "[02.03.2026 10:42] Ada Lovelace: The queue is growing.\n[02.03.2026 10:44] Ben: Since "
            + "the deploy?"
    )]
    [InlineData("10:42 Ada Lovelace: The queue is growing.\n10:44 <Ben>: Since the deploy?")]
    [InlineData("Ada Lovelace  10:42 The queue is growing.\nBen  10:44 Since the deploy?")]
    [InlineData("Ada Lovelace 10:42\nThe queue is growing.\nBen, 10:44\nSince the deploy?")]
    [InlineData(
        "2026-03-02T10:42:00 Ada Lovelace: The queue is growing.\r\n2026-03-02 10:44 Ben: Since "
            + "the deploy?"
    )]
    public void Chats_are_read_as_people_copy_them(string text) =>
        Read(text)
            .ShouldBe([
                new("Ada Lovelace", At(10, 42), "The queue is growing."),
                new("Ben", At(10, 44), "Since the deploy?"),
            ]);

    [Fact]
    public void A_time_alone_is_the_same_person_again_and_lines_stay_together() =>
        Read("Ada  10:42\nFirst line\n\nsecond line\n10:43\nand more")
            .ShouldBe([
                new("Ada", At(10, 42), "First line\n\nsecond line"),
                new("Ada", At(10, 43), "and more"),
            ]);

    [Fact]
    public void A_sentence_with_a_time_in_it_is_no_heading() =>
        Read("Ada  10:42\nwe restarted it at 10:30 and waited")
            .ShouldHaveSingleItem()
            .Text.ShouldBe("we restarted it at 10:30 and waited");

    [Fact]
    public void What_would_lie_ahead_was_said_yesterday_and_midnight_is_passed_once() =>
        Read("Ada  23:58\na\nBen  00:03\nb\nAda  00:02\nc", Now.Date.AddHours(9))
            .Select(m => m.At)
            .ShouldBe([At(23, 58).AddDays(-1), At(0, 3), At(0, 2)]);

    [Fact]
    public void A_day_that_is_named_counts() =>
        Read("Ada  23:58\na\nBen  00:03\nb", day: new DateOnly(2026, 2, 1))
            .Select(m => m.At)
            .ShouldBe([new(2026, 2, 1, 23, 58, 0), new DateTime(2026, 2, 2, 0, 3, 0)]);

    [Fact]
    public void Text_of_nobody_is_kept() =>
        Read("just words\nmore").ShouldBe([new(null, null, "just words\nmore")]);

    [Fact]
    public void No_word_is_lost_and_nothing_is_too_strange()
    {
        var pieces = Gen.Elements(
            "Ada",
            "Ben Mayer",
            " 10:42 ",
            "  23:59",
            "[10:42]",
            "[",
            "]",
            ":",
            ": ",
            "\n",
            "\n\n",
            "\r\n",
            "99:99",
            "AM",
            " pm",
            "2026-13-45 ",
            "1.2.26, ",
            "today at ",
            "restarted at 10:42",
            "<bold>",
            "–",
            "12:00 Ada: x",
            "💥",
            "\u0000"
        );
        var chats = Gen.ListOf(pieces).Select(string.Concat).ToArbitrary();
        Prop.ForAll(
                chats,
                text =>
                {
                    var messages = Read(text);
                    var kept = string.Concat(messages.Select(m => m.Name + m.Text));
                    foreach (var word in (string[])["restarted", "bold", "Mayer"])
                    {
                        Count(kept, word).ShouldBeGreaterThanOrEqualTo(Count(text, word));
                    }

                    messages.ShouldAllBe(m => m.Text.Length > 0 && m.Text == m.Text.Trim());
                    messages
                        .Where(m => m.At is not null)
                        .ShouldAllBe(m => m.At > new DateTime(1900, 1, 1));
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_one_writes_the_other_reads()
    {
        var name = Gen.Elements("Ada Lovelace", "Ben", "Çelik Özgür", "Anna-Maria O'Neil");
        var words = Gen.Elements(
            "it is slow",
            "restarting now",
            "done: 3 of 4 pods",
            "see http://x/y?z=1"
        );
        var message =
            from who in name
            from minutes in Gen.Choose(0, 90)
            from text in Gen.NonEmptyListOf(words)
            select (Who: who, Minutes: minutes, Text: string.Join("\n", text));
        Prop.ForAll(
                Gen.NonEmptyListOf(message).ToArbitrary(),
                Gen.Elements(0, 1, 2).ToArbitrary(),
                (said, style) =>
                {
                    var at = new DateTime(2026, 3, 2, 1, 0, 0);
                    var expected = said.Take(6)
                        .Select(m =>
                        {
                            at = at.AddMinutes(m.Minutes);
                            return new ChatMessage(m.Who, at, m.Text);
                        })
                        .ToList();
                    var text = string.Join("\n\n", expected.Select(m => Write(m, style)));
                    Read(text).ShouldBe(expected);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    private static string Write(ChatMessage message, int style) =>
        style switch
        {
            0 => FormattableString.Invariant(
                $"{message.Name}  {message.At:h:mm tt}\n{message.Text}"
            ),
            1 => FormattableString.Invariant(
                $"[{message.At:HH:mm}] {message.Name}:\n{message.Text}"
            ),
            _ => FormattableString.Invariant($"{message.At:HH:mm} {message.Name}: {message.Text}"),
        };

    /// <summary>Without the numbers of lines.</summary>
    private static List<ChatMessage> Read(
        string text,
        DateTime? now = null,
        DateOnly? day = null
    ) =>
        [
            .. ChatLog
                .Read(text, new(now ?? Now, TimeZoneInfo.Utc, day))
                .Messages.Select(m => m with { Line = 0 }),
        ];

    private static int Count(string text, string word) => text.Split(word).Length - 1;

    private static DateTime At(int hour, int minute) =>
        new(2026, 3, 2, hour, minute, 0, DateTimeKind.Utc);
}
